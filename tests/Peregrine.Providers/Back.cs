namespace Peregrine.Providers;

/// <summary>What a browser was sent back with.</summary>
public sealed record Back(Uri To, string State, string Code, string Error);
