using System.Text;
using System.Text.Json;
using Peregrine.Identity.Keys;
using Peregrine.Identity.Mail;
using Peregrine.Identity.People;
using Peregrine.Identity.Sessions;
using Peregrine.Identity.Storage;
using Peregrine.Identity.Tickets;

namespace Peregrine.Identity.Links;

/// <summary>Lets people in by a Solana wallet: a text of ours, for this site and some minutes, signed by the wallet's key, once.</summary>
public sealed class WalletDesk
{
    private const string AddressField = "address", SignatureField = "signature", MessageField = "message";
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    private readonly Database _database;
    private readonly TicketOffice _tickets;
    private readonly LinkDesk _links;
    private readonly Site _site;
    private readonly IdentityOptions _options;
    private readonly TimeProvider _time;

    internal WalletDesk(Database database, TicketOffice tickets, LinkDesk links, Site site, IdentityOptions options, TimeProvider time) =>
        (_database, _tickets, _links, _site, _options, _time) = (database, tickets, links, site, options, time);

    /// <summary>A text to sign in by.</summary>
    public WalletMessage Invite() => Invite(PersonId.Venue, $"Sign in to {_options.ServiceName}. This costs nothing and moves no money.");

    /// <summary>A text to link a wallet by; it says so, and opens nothing for anybody else.</summary>
    public WalletMessage InviteToLink(PersonId person) => Invite(person, $"Link this wallet to your {_options.ServiceName} account. This costs nothing and moves no money.");

    public ValueTask<Result<SignedIn>> SignIn(SignedText signed, Caller caller) =>
        Check(signed) is { } bad ? new(bad) : _links.Enter(ClaimOf(signed), s => Prove(s, PersonId.Venue, signed), caller);

    public Result<LinkInfo> Link(PersonId person, SignedText signed, Caller caller) =>
        Check(signed) is { } bad ? bad : _links.Link(person, ClaimOf(signed), s => Prove(s, person, signed), caller);

    private WalletMessage Invite(PersonId person, string statement)
    {
        DateTimeOffset now = _time.GetUtcNow();
        var message = new WalletMessage(_site.Authority, _site.Page("/"), statement, _options.WalletChain, "", WalletMessage.TimeOf(now), WalletMessage.TimeOf(now + Life));
        string nonce = _database.Write(s => _tickets.Issue(s, TicketPurpose.WalletMessage, person, JsonSerializer.Serialize(message), Life));
        return message with { Nonce = nonce };
    }

    // Before anything is used up: what cannot be a signature of a wallet at all.
    private static Refusal? Check(SignedText signed)
    {
        if (!Ed25519Key.IsAvailable) return new Refusal(IdentityCode.NotNow, "This venue runs without OpenSSL 3 and takes no wallets.");
        Span<byte> key = stackalloc byte[Ed25519Key.Bytes];
        if (!Base58.TryRead(signed.Address, key) || !Ed25519Key.IsFit(key)) return Refusal.BadField(AddressField, "This is not the address of a Solana wallet.");
        return signed.Signature.Length == Ed25519Key.SignatureBytes ? null : Refusal.BadField(SignatureField, $"A signature has {Ed25519Key.SignatureBytes} bytes.");
    }

    // The text is used up by the first who comes with it, also when his signature is wrong: nobody tries two.
    private Refusal? Prove(Statements s, PersonId person, SignedText signed)
    {
        if (_tickets.Take(s, TicketPurpose.WalletMessage, signed.Nonce) is not { } ticket || ticket.Person != person)
            return new Refusal(IdentityCode.TokenInvalid, "This text was signed before, or has expired; ask for another.") { Field = "nonce" };
        byte[] text = Encoding.UTF8.GetBytes((JsonSerializer.Deserialize<WalletMessage>(ticket.Data)! with { Nonce = signed.Nonce }).TextFor(signed.Address));
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

    private static Claim ClaimOf(SignedText signed) => new(SignInMethod.Wallet, signed.Address, $"{signed.Address[..4]}…{signed.Address[^4..]}", Email: null);
}
