namespace Peregrine.Identity.Links;

/// <summary>What a wallet gives back.</summary>
/// <param name="Nonce">Of the text it was asked to sign.</param>
/// <param name="Address">Its own, in base58.</param>
/// <param name="Signature">Ed25519, over the text's bytes.</param>
/// <param name="Message">The bytes it says it has signed, where it put the text together itself; none when it was given the text.</param>
public sealed record SignedText(string Nonce, string Address, byte[] Signature, byte[]? Message);
