using System.Text;
using System.Text.Json;
using Peregrine.Identity.Keys;
using Peregrine.Identity.Mail;
using Peregrine.Identity.Storage;
using Peregrine.Identity.Tickets;

namespace Peregrine.Identity.Links;

/// <summary>Texts of ours that a Solana wallet signs: for this site, some minutes, one purpose and one person, once.</summary>
internal sealed class WalletTexts(Database database, TicketOffice tickets, Site site, IdentityOptions options, TimeProvider time)
{
    private const string AddressField = "address", SignatureField = "signature", MessageField = "message";
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    /// <param name="purpose">What the signature is good for.</param>
    /// <param name="person">Who may come with it; the venue where nobody is known yet.</param>
    /// <param name="statement">What the wallet's owner reads.</param>
    /// <param name="bound">What the signature is for, to the last digit; said again by whoever comes with it.</param>
    public WalletMessage Invite(TicketPurpose purpose, PersonId person, string statement, string bound = "")
    {
        DateTimeOffset now = time.GetUtcNow();
        var message = new WalletMessage(site.Authority, site.Page("/"), statement, options.WalletChain, "", WalletMessage.TimeOf(now), WalletMessage.TimeOf(now + Life)) { Bound = bound };
        string nonce = database.Write(s => tickets.Issue(s, purpose, person, JsonSerializer.Serialize(message), Life));
        return message with { Nonce = nonce };
    }

    /// <summary>Before anything is used up: what cannot be a signature of a wallet at all.</summary>
    public static Refusal? Check(SignedText signed)
    {
        if (!Ed25519Key.IsAvailable) return new Refusal(IdentityCode.NotNow, "This venue runs without OpenSSL 3 and takes no wallets.");
        Span<byte> key = stackalloc byte[Ed25519Key.Bytes];
        if (!Base58.TryRead(signed.Address, key) || !Ed25519Key.IsFit(key)) return Refusal.BadField(AddressField, "This is not the address of a Solana wallet.");
        return signed.Signature.Length == Ed25519Key.SignatureBytes ? null : Refusal.BadField(SignatureField, $"A signature has {Ed25519Key.SignatureBytes} bytes.");
    }

    /// <summary>None when the wallet signed the text that was made for just this.</summary>
    /// <remarks>The text is used up by the first who comes with it, also when his signature is wrong: nobody tries two.</remarks>
    public Refusal? Prove(Statements s, TicketPurpose purpose, PersonId person, SignedText signed, string bound = "")
    {
        if (tickets.Take(s, purpose, signed.Nonce) is not { } ticket || ticket.Person != person)
            return new Refusal(IdentityCode.TokenInvalid, "This text was signed before, or has expired; ask for another.") { Field = "nonce" };
        WalletMessage asked = JsonSerializer.Deserialize<WalletMessage>(ticket.Data)!;
        if (asked.Bound != bound) return new Refusal(IdentityCode.WrongCredentials, "The wallet has signed for something else than is asked now.") { Field = SignatureField };
        byte[] text = Encoding.UTF8.GetBytes((asked with { Nonce = signed.Nonce }).TextFor(signed.Address));
        if (signed.Message is { } message && !message.AsSpan().SequenceEqual(text))
            return new Refusal(IdentityCode.WrongCredentials, "The wallet has signed another text than the one it was asked for.") { Field = MessageField };
        using Ed25519Key key = KeyOf(signed.Address);
        return key.Verifies(text, signed.Signature) ? null : new Refusal(IdentityCode.WrongCredentials, "The signature is not this wallet's under this text.") { Field = SignatureField };
    }

    private static Ed25519Key KeyOf(string address)
    {
        Span<byte> key = stackalloc byte[Ed25519Key.Bytes];
        Base58.TryRead(address, key);
        return Ed25519Key.Of(key);
    }
}
