namespace Peregrine.Identity.Providers;

/// <summary>A provider did not say who somebody is. The message is for whoever asked, and holds no code, token or secret.</summary>
public sealed class ProviderException : Exception
{
    public ProviderException() { }
    public ProviderException(string message) : base(message) { }
    public ProviderException(string message, Exception inner) : base(message, inner) { }

    /// <summary>It could not be asked, and may be later; otherwise it said no, or what cannot be true.</summary>
    public bool IsUnreachable { get; init; }
}
