using System.Buffers.Text;
using System.Text;

namespace Peregrine.Identity.Sessions;

/// <summary>A key that signs access tokens, and the only header that a token signed by it may have.</summary>
internal sealed class SigningKey(Id128 id, byte[] secret, long signsUntilMs, long goodUntilMs)
{
    public const int SecretBytes = 32;

    public byte[] Secret { get; } = secret;

    public long SignsUntilMs { get; } = signsUntilMs;

    public long GoodUntilMs { get; } = goodUntilMs;

    /// <summary>In base64url. A token's header is never interpreted, only compared with this: there is no algorithm to talk us into.</summary>
    public byte[] Header { get; } = Encoding.ASCII.GetBytes(Base64Url.EncodeToString(Encoding.ASCII.GetBytes($$"""{"alg":"HS256","kid":"{{id}}","typ":"at+jwt"}""")));
}
