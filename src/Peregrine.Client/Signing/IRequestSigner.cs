namespace Peregrine.Client.Signing;

/// <summary>Signs a request's text with the secret of an API key.</summary>
public interface IRequestSigner
{
    /// <summary>The signature as it stands in the header.</summary>
    string Sign(ReadOnlySpan<byte> text);
}
