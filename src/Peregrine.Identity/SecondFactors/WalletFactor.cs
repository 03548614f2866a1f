using Peregrine.Identity.Audit;
using Peregrine.Identity.Links;
using Peregrine.Identity.Payouts;
using Peregrine.Identity.Sessions;
using Peregrine.Identity.Storage;
using Peregrine.Identity.Tickets;

namespace Peregrine.Identity.SecondFactors;

/// <summary>A linked wallet as a second factor, without an authenticator app or beside one: it signs for what is done, so a stolen session alone moves nothing.</summary>
/// <remarks>Who has both chooses. Beside an app the wallet is no weaker one: it was linked before the app was there or with a code of it, and what it signs says what is done.</remarks>
public sealed class WalletFactor
{
    private readonly Database _database;
    private readonly AuditTrail _audit;
    private readonly WalletTexts _texts;
    private readonly SecondFactorDesk _factors;
    private readonly StandingLinks _links;
    private readonly FreshSignIns _fresh;
    private readonly PayoutDesk _payouts;
    private readonly IdentityOptions _options;

    internal WalletFactor(Database database, AuditTrail audit, WalletTexts texts, SecondFactorDesk factors, StandingLinks links, FreshSignIns fresh, PayoutDesk payouts, IdentityOptions options) =>
        (_database, _audit, _texts, _factors, _links, _fresh, _payouts, _options) = (database, audit, texts, factors, links, fresh, payouts, options);

    /// <summary>A wallet of this person signs for him.</summary>
    public bool Counts(PersonId person) => _database.Read(s => _links.Signs(s, person));

    /// <summary>None when the session may do what leads money out: a second factor was shown in it just now. Unlike what only opens accounts, this wants that there is one.</summary>
    public Refusal? Require(PersonId person, Id128 session) => _database.Read(s =>
    {
        if (_factors.IsShown(s, person, session)) return null;
        return SecondFactorDesk.IsOn(s, person) ? SecondFactorDesk.NotShown() : Missing(s, person);
    });

    /// <summary>None when the session may change who gets in: a second factor was shown in it just now, or, of somebody without one, by what way he comes in. A session alone never may.</summary>
    public Refusal? RequireForWaysIn(PersonId person, Id128 session) => _database.Read(s =>
    {
        if (_factors.Require(s, person, session) is { } refusal) return refusal;
        if (_factors.IsShown(s, person, session) || _fresh.Of(s, person, session) != Freshness.None) return null;
        return _links.AreWalletsAlone(s, person) ? Missing(s, person) : FreshSignIns.Needed();
    });

    /// <summary>By what this person shows anew that a session is his; by none while all his ways in are too new.</summary>
    public IReadOnlyList<SignInMethod> FreshBy(PersonId person) => _database.Read(s => Enum.GetValues<SignInMethod>()
        .Where(m => m == SignInMethod.Password ? StandingLinks.HasPassword(s, person) : _links.Speaks(s, person, m)).ToArray());

    /// <summary>A text by whose signature a session may do for some minutes what wants a second factor.</summary>
    public WalletMessage InviteToStepUp(PersonId person, Id128 session) => _texts.Invite(
        TicketPurpose.WalletStepUp, person, $"Confirm that it is you who changes your account at {_options.ServiceName}: where its money may go, or who gets in. This costs nothing and moves no money.", session.ToString());

    public Refusal? StepUp(PersonId person, Id128 session, SignedText signed, Caller caller)
    {
        if (WalletTexts.Check(signed) is { } bad) return bad;
        return _database.Write(s =>
        {
            if (Prove(s, TicketPurpose.WalletStepUp, person, signed, session.ToString()) is { } refusal) return refusal;
            _factors.MarkAsked(s, session);
            _audit.Add(s, Act.SteppedUp, person, person, caller, session.ToString(), nameof(SignInMethod.Wallet));
            return null;
        });
    }

    /// <summary>A text that names a withdrawal, and is good for that one alone.</summary>
    /// <param name="person">Whose money it is.</param>
    /// <param name="payout">Which withdrawal.</param>
    /// <param name="amount">How much, as its owner reads it.</param>
    /// <param name="to">Where to, as its owner reads it.</param>
    public WalletMessage InviteToWithdraw(PersonId person, Payout payout, string amount, string to) => _texts.Invite(
        TicketPurpose.WalletWithdrawal, person, $"Withdraw {amount} {payout.Asset} from account {payout.Account} at {_options.ServiceName} to {to}. This moves money.", BoundOf(payout));

    /// <summary>Writes down that a session's money is to leave: with a signature for just this, or behind a second factor of somebody with an app that was shown just now.</summary>
    public Refusal? Reserve(PersonId person, Id128 session, Payout payout, SignedText? signed, Caller caller)
    {
        // First: a session that has shown nothing learns nothing of book, limit and waits.
        if (signed is null && _factors.Require(person, session) is { } refusal) return refusal;
        return _payouts.Reserve(person, payout, caller, s =>
        {
            if (signed is not null) return WalletTexts.Check(signed) ?? Prove(s, TicketPurpose.WalletWithdrawal, person, signed, BoundOf(payout));
            return SecondFactorDesk.IsOn(s, person) ? _factors.Require(s, person, session) : Missing(s, person);
        });
    }

    private Refusal? Prove(Statements s, TicketPurpose purpose, PersonId person, SignedText signed, string bound)
    {
        if (_texts.Prove(s, purpose, person, signed, bound) is { } refusal) return refusal;
        return _links.Signs(s, person, signed.Address) ? null : new Refusal(IdentityCode.WalletNeeded, "This wallet is not linked to your account, or not for long enough.") { Field = "address" };
    }

    private Refusal Missing(Statements s, PersonId person) => _links.Signs(s, person)
        ? new Refusal(IdentityCode.WalletNeeded, "Sign this with your wallet.")
        : new Refusal(IdentityCode.SecondFactorMissing, "Set up a second factor first, or link a wallet: nothing leaves by a password alone.");

    private static string BoundOf(Payout payout) =>
        FormattableString.Invariant($"{payout.Account} {payout.Request.High:x16}{payout.Request.Low:x16} {payout.Address} {payout.Amount} {payout.Asset}");
}
