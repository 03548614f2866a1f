using System.Globalization;

namespace Peregrine.Identity.Links;

/// <summary>What a wallet is to sign, so that its owner comes in: a Sign-In With Solana text without the wallet's own address.</summary>
/// <remarks>
/// Nothing that a client sends is parsed: the text is spelled again from what was written down, and the signature must be of exactly that. So there is no field to add,
/// leave out or say twice.
/// </remarks>
public sealed record WalletMessage(string Domain, string Uri, string Statement, string ChainId, string Nonce, string IssuedAt, string ExpirationTime)
{
    public const string Version = "1";

    /// <summary>What the signature is for, where it is for one thing alone; the wallet does not see it, and the statement says it in words.</summary>
    public string Bound { get; init; } = "";

    public string TextFor(string address) =>
        $"{Domain} wants you to sign in with your Solana account:\n{address}\n\n{Statement}\n\nURI: {Uri}\nVersion: {Version}\nChain ID: {ChainId}\nNonce: {Nonce}\n"
        + $"Issued At: {IssuedAt}\nExpiration Time: {ExpirationTime}";

    internal static string TimeOf(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
