using Peregrine.Gateway.Json;

namespace Peregrine.Gateway.Native;

internal sealed class WalletMessageBody : BodyShape
{
    public static readonly WalletMessageBody Shape = new();

    public readonly Field Address;

    private WalletMessageBody()
        : base("WalletMessageRequest") => Address = Optional("address", FieldType.Text(44), "The wallet's address, where it cannot put the text together itself.");
}

internal sealed class SignedTextBody : BodyShape
{
    public static readonly SignedTextBody Shape = new();

    public readonly Field Nonce, Address, Signature, Message, Cookie;

    private SignedTextBody()
        : base("SignedText")
    {
        Nonce = Needed("nonce", FieldType.Text(100), "Of the text that was asked for.");
        Address = Needed("address", FieldType.Text(44), "The wallet's address, in base58.");
        Signature = Needed("signature", FieldType.Text(88), "Ed25519 over the text, in base64.");
        Message = Optional("message", FieldType.Text(1000), "What the wallet says it has signed, in base64; it must be the text that was asked for.");
        Cookie = Optional("cookie", FieldType.Flag, "Gives the refresh token as a cookie that scripts cannot read, and not in the answer; for pages of this venue. Of a sign-in.");
    }
}
