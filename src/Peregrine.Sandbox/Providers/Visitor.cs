namespace Peregrine.Sandbox.Providers;

/// <summary>Who is signed in at a provider, and comes through when a browser is sent there.</summary>
/// <param name="Subject">What never changes; at GitHub a number.</param>
/// <param name="Login">What he is called there.</param>
/// <param name="Email">None when he has none, or does not show it.</param>
/// <param name="IsVerified">The provider has written to it.</param>
public sealed record Visitor(string Subject, string Login, string? Email, bool IsVerified = true);
