using Peregrine.Identity.Payouts;
using Peregrine.Identity.Sessions;
using Peregrine.Identity.Storage;

namespace Peregrine.Identity.SecondFactors;

/// <summary>Which links speak for their owner: those that were there from his first day, or are as old as a withdrawal address must be.</summary>
/// <remarks>Whoever gets into a session must not link a wallet or an account of his own and be the owner by it, nor put an app in the place of the owner's wallet and have money leave the same day.</remarks>
internal sealed class StandingLinks(IdentityOptions options, TimeProvider time)
{
    /// <summary>This wallet signs for the person; without an address, any does.</summary>
    public bool Signs(Statements s, PersonId person, string? address = null) => Speaks(s, person, SignInMethod.Wallet, address);

    /// <summary>This link speaks for the person; without a subject, any of its kind does.</summary>
    public bool Speaks(Statements s, PersonId person, SignInMethod method, string? subject = null) => Count(s, person, (int)method, subject, except: 0) != 0;

    /// <summary>Some link but this speaks for the person.</summary>
    public bool AnyBut(Statements s, PersonId person, long link) => Count(s, person, method: 0, subject: null, link) != 0;

    /// <summary>Wallets are all that speaks for this person: who has lost them has lost the account anyway, so nothing is lost by asking for one.</summary>
    public bool AreWalletsAlone(Statements s, PersonId person) =>
        !HasPassword(s, person) && Signs(s, person) && Count(s, person, method: 0, subject: null, except: 0) == Count(s, person, (int)SignInMethod.Wallet, subject: null, except: 0);

    /// <summary>Before a second factor takes the place of a wallet that signs, and was not asked in this session: money waits as after any way in that was opened anew.</summary>
    public void HoldUnlessShown(Statements s, PersonId person, bool isShown)
    {
        if (!isShown && !SecondFactorDesk.IsOn(s, person) && Signs(s, person)) PayoutDesk.Hold(s, person, time.NowMs() + (long)options.PayoutAddressDelay.TotalMilliseconds);
    }

    public static bool HasPassword(Statements s, PersonId person) => s.Number("SELECT EXISTS (SELECT 1 FROM people WHERE id = $1 AND password_hash IS NOT NULL)", person.Value) != 0;

    private long Count(Statements s, PersonId person, int method, string? subject, long except) => s.Number(
        "SELECT COUNT(*) FROM links l JOIN people p ON p.id = l.person WHERE l.person = $1 AND ($2 = 0 OR l.method = $2) AND ($3 IS NULL OR l.subject = $3) AND l.id <> $4 "
        + "AND ((l.created_at = p.created_at AND p.password_hash IS NULL) OR l.created_at <= $5)",
        person.Value, method, subject, except, time.NowMs() - (long)options.PayoutAddressDelay.TotalMilliseconds);
}
