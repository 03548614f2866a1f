using Peregrine.Gateway.Json;
using Peregrine.Identity.Links;

namespace Peregrine.Gateway.Native;

internal sealed class WalletMessageBody : BodyShape
{
    public static readonly WalletMessageBody Shape = new();

    public readonly Field Address;

    private WalletMessageBody()
        : base("WalletMessageRequest") => Address = Optional("address", FieldType.Text(44), "The wallet's address, where it cannot put the text together itself.");
}

/// <summary>What a wallet gives back.</summary>
internal class WalletProofBody : BodyShape
{
    public static readonly WalletProofBody Shape = new("WalletProof");

    public readonly Field Nonce, Address, Signature, Message;

    protected WalletProofBody(string name)
        : base(name)
    {
        Nonce = Needed("nonce", FieldType.Text(100), "Of the text that was asked for.");
        Address = Needed("address", FieldType.Text(44), "The wallet's address, in base58.");
        Signature = Needed("signature", FieldType.Text(88), "Ed25519 over the text, in base64.");
        Message = Optional("message", FieldType.Text(1000), "What the wallet says it has signed, in base64; it must be the text that was asked for.");
    }

    /// <summary>A wallet's answer from a body that has its fields; what is wrong with it stays with the body.</summary>
    public static SignedText Read(ref Body body, WalletProofBody shape)
    {
        byte[] signature = Bytes(ref body, shape.Signature);
        return new SignedText(body.String(shape.Nonce), body.String(shape.Address), signature, body.Has(shape.Message) ? Bytes(ref body, shape.Message) : null);
    }

    private static byte[] Bytes(ref Body body, Field field)
    {
        byte[] bytes = new byte[field.Type.Max];
        if (Convert.TryFromBase64String(body.String(field), bytes, out int length)) return bytes[..length];
        body.Refuse(field);
        return [];
    }
}

internal sealed class SignedTextBody : WalletProofBody
{
    public static new readonly SignedTextBody Shape = new();

    public readonly Field Cookie;

    private SignedTextBody()
        : base("SignedText") =>
        Cookie = Optional("cookie", FieldType.Flag, "Gives the refresh token as a cookie that scripts cannot read, and not in the answer; for pages of this venue. Of a sign-in.");
}
