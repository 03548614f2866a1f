using Peregrine.Identity.Payouts;
using Peregrine.Identity.Sessions;
using Peregrine.Identity.Storage;

namespace Peregrine.Identity.SecondFactors;

/// <summary>Which linked wallets sign for their owner: those that were there from his first day, or are as old as a withdrawal address must be.</summary>
/// <remarks>Whoever gets into a session must not link his own wallet and sign with it, nor put an app in the place of the owner's wallet and have money leave the same day.</remarks>
internal sealed class SigningWallets(IdentityOptions options, TimeProvider time)
{
    /// <summary>This wallet signs for the person; without an address, any does.</summary>
    public bool Counts(Statements s, PersonId person, string? address = null) => s.Number(
        "SELECT EXISTS (SELECT 1 FROM links l JOIN people p ON p.id = l.person WHERE l.person = $1 AND l.method = $2 AND ($3 IS NULL OR l.subject = $3) "
        + "AND ((l.created_at = p.created_at AND p.password_hash IS NULL) OR l.created_at <= $4))",
        person.Value, (int)SignInMethod.Wallet, address, time.NowMs() - (long)options.PayoutAddressDelay.TotalMilliseconds) != 0;

    /// <summary>A wallet that signs is all by which this person comes in: who has lost it has lost the account anyway, so nothing is lost by asking for it.</summary>
    public bool IsOnlyWayIn(Statements s, PersonId person) => Counts(s, person) && s.Number(
        "SELECT (SELECT COUNT(*) FROM links WHERE person = $1) + (SELECT COUNT(*) FROM people WHERE id = $1 AND password_hash IS NOT NULL)", person.Value) == 1;

    /// <summary>Before a second factor takes the place of a wallet that signs, and was not asked in this session: money waits as after any way in that was opened anew.</summary>
    public void HoldUnlessShown(Statements s, PersonId person, bool isShown)
    {
        if (!isShown && !SecondFactorDesk.IsOn(s, person) && Counts(s, person)) PayoutDesk.Hold(s, person, time.NowMs() + (long)options.PayoutAddressDelay.TotalMilliseconds);
    }
}
