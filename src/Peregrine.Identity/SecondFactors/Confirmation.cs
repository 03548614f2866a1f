namespace Peregrine.Identity.SecondFactors;

/// <summary>What a code of a new app is answered with.</summary>
/// <param name="RecoveryCodes">Told here and never again.</param>
/// <param name="WaitsUntilMs">When it is turned on unless its owner says no; 0 when it is on.</param>
public sealed record Confirmation(IReadOnlyList<string> RecoveryCodes, long WaitsUntilMs);
