using Peregrine.Identity.People;
using Peregrine.Identity.Sessions;
using Peregrine.Identity.Tickets;

namespace Peregrine.Identity.Links;

/// <summary>Lets people in by a Solana wallet: a text of ours, for this site and some minutes, signed by the wallet's key, once.</summary>
public sealed class WalletDesk
{
    private readonly WalletTexts _texts;
    private readonly LinkDesk _links;
    private readonly IdentityOptions _options;

    internal WalletDesk(WalletTexts texts, LinkDesk links, IdentityOptions options) => (_texts, _links, _options) = (texts, links, options);

    /// <summary>A text to sign in by.</summary>
    public WalletMessage Invite() => _texts.Invite(TicketPurpose.WalletMessage, PersonId.Venue, $"Sign in to {_options.ServiceName}. This costs nothing and moves no money.");

    /// <summary>A text to link a wallet by; it says so, and opens nothing for anybody else.</summary>
    public WalletMessage InviteToLink(PersonId person) => _texts.Invite(TicketPurpose.WalletMessage, person, $"Link this wallet to your {_options.ServiceName} account. This costs nothing and moves no money.");

    public ValueTask<Result<SignedIn>> SignIn(SignedText signed, Caller caller) =>
        WalletTexts.Check(signed) is { } bad ? new(bad) : _links.Enter(ClaimOf(signed), s => _texts.Prove(s, TicketPurpose.WalletMessage, PersonId.Venue, signed), caller);

    public Result<LinkInfo> Link(PersonId person, SignedText signed, Caller caller) =>
        WalletTexts.Check(signed) is { } bad ? bad : _links.Link(person, ClaimOf(signed), s => _texts.Prove(s, TicketPurpose.WalletMessage, person, signed), caller);

    private static Claim ClaimOf(SignedText signed) => new(SignInMethod.Wallet, signed.Address, $"{signed.Address[..4]}…{signed.Address[^4..]}", Email: null);
}
