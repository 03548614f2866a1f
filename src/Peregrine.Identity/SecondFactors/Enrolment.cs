namespace Peregrine.Identity.SecondFactors;

/// <summary>What an authenticator app needs, told once; it counts for nothing until a code has shown that the app has it.</summary>
/// <param name="Secret">In base32, for typing.</param>
/// <param name="Uri">The same with its terms, for a QR code.</param>
public sealed record Enrolment(string Secret, string Uri);
