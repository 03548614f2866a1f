namespace Peregrine.Identity.SecondFactors;

/// <summary>How a person stands with his second factor.</summary>
/// <param name="IsOn">Sign-ins ask for it.</param>
/// <param name="SinceMs">From when on; 0 when it is not.</param>
/// <param name="RecoveryCodesLeft">Unused ones.</param>
public sealed record SecondFactorState(bool IsOn, long SinceMs, int RecoveryCodesLeft)
{
    /// <summary>When an app that was set up is turned on, unless its owner says no; 0 when none waits.</summary>
    public long WaitsUntilMs { get; init; }
}
