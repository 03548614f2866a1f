using Peregrine.Identity.Audit;
using Peregrine.Identity.Links;
using Peregrine.Identity.Payouts;
using Peregrine.Identity.Sessions;
using Peregrine.Identity.Storage;
using Peregrine.Identity.Tickets;

namespace Peregrine.Identity.SecondFactors;

/// <summary>A linked wallet as the second factor of whoever has no authenticator app: it signs for what is done, so a stolen session alone moves nothing.</summary>
/// <remarks>
/// A wallet counts when it was there from the person's first day, or is as old as a withdrawal address must be: whoever gets into a session must not link his own and sign
/// with it. Where there is an app the app is asked, for the weaker of two would be the one that a thief uses.
/// </remarks>
public sealed class WalletFactor
{
    private readonly Database _database;
    private readonly AuditTrail _audit;
    private readonly WalletTexts _texts;
    private readonly SecondFactorDesk _factors;
    private readonly PayoutDesk _payouts;
    private readonly IdentityOptions _options;
    private readonly TimeProvider _time;

    internal WalletFactor(Database database, AuditTrail audit, WalletTexts texts, SecondFactorDesk factors, PayoutDesk payouts, IdentityOptions options, TimeProvider time) =>
        (_database, _audit, _texts, _factors, _payouts, _options, _time) = (database, audit, texts, factors, payouts, options, time);

    /// <summary>None when the session may do what leads money out: its second factor was shown just now. Unlike what only opens accounts, this wants that there is one.</summary>
    public Refusal? Require(PersonId person, Id128 session)
    {
        if (_factors.Require(person, session) is { } refusal) return refusal;
        return _factors.IsShown(person, session) ? null : _database.Read(s => SecondFactorDesk.IsOn(s, person) ? null : Missing(s, person));
    }

    /// <summary>A text by whose signature a session may do for some minutes what wants a second factor.</summary>
    public WalletMessage InviteToStepUp(PersonId person, Id128 session) => _texts.Invite(
        TicketPurpose.WalletStepUp, person, $"Confirm that it is you who changes where your money at {_options.ServiceName} may go. This costs nothing and moves no money.", session.ToString());

    public Refusal? StepUp(PersonId person, Id128 session, SignedText signed, Caller caller)
    {
        if (WalletTexts.Check(signed) is { } bad) return bad;
        return _database.Write(s =>
        {
            if (SecondFactorDesk.IsOn(s, person)) return new Refusal(IdentityCode.NotNow, "You have an authenticator app: show a code of it.");
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

    /// <summary>Writes down that a session's money is to leave: behind a code of the app that was shown just now, or with a signature for just this.</summary>
    public Refusal? Reserve(PersonId person, Id128 session, Payout payout, SignedText? signed, Caller caller)
    {
        if (_factors.Require(person, session) is { } refusal) return refusal;
        return _payouts.Reserve(person, payout, caller, s =>
        {
            if (SecondFactorDesk.IsOn(s, person)) return null;
            return signed is null ? Missing(s, person) : WalletTexts.Check(signed) ?? Prove(s, TicketPurpose.WalletWithdrawal, person, signed, BoundOf(payout));
        });
    }

    private Refusal? Prove(Statements s, TicketPurpose purpose, PersonId person, SignedText signed, string bound)
    {
        if (_texts.Prove(s, purpose, person, signed, bound) is { } refusal) return refusal;
        return Counts(s, person, signed.Address) ? null : new Refusal(IdentityCode.WalletNeeded, "This wallet is not linked to your account, or not for long enough.") { Field = "address" };
    }

    private Refusal Missing(Statements s, PersonId person) => Counts(s, person, address: null)
        ? new Refusal(IdentityCode.WalletNeeded, "Sign this with your wallet.")
        : new Refusal(IdentityCode.SecondFactorMissing, "Set up a second factor first, or link a wallet: nothing leaves by a password alone.");

    private bool Counts(Statements s, PersonId person, string? address) => s.Number(
        "SELECT EXISTS (SELECT 1 FROM links l JOIN people p ON p.id = l.person WHERE l.person = $1 AND l.method = $2 AND ($3 IS NULL OR l.subject = $3) "
        + "AND ((l.created_at = p.created_at AND p.password_hash IS NULL) OR l.created_at <= $4))",
        person.Value, (int)SignInMethod.Wallet, address, _time.NowMs() - (long)_options.PayoutAddressDelay.TotalMilliseconds) != 0;

    private static string BoundOf(Payout payout) =>
        FormattableString.Invariant($"{payout.Account} {payout.Request.High:x16}{payout.Request.Low:x16} {payout.Address} {payout.Amount} {payout.Asset}");
}
