using System.Globalization;
using Peregrine.Identity.Audit;
using Peregrine.Identity.Mail;
using Peregrine.Identity.Payouts;
using Peregrine.Identity.People;
using Peregrine.Identity.Storage;
using Peregrine.Identity.Tickets;

namespace Peregrine.Identity.SecondFactors;

/// <summary>The way back of somebody who lost his wallets, or whatever else he came in by: an address to which a letter goes, by which he chooses a password.</summary>
/// <remarks>It opens an account and moves no money. Where he has an app, its code is asked at the next sign-in as ever: losing both takes two of these.</remarks>
internal sealed class WayBack(AuditTrail audit, TicketOffice tickets, LetterDesk letters, StandingLinks links, IdentityOptions options, TimeProvider time)
{
    private static readonly TimeSpan ResetLife = TimeSpan.FromDays(1);

    /// <summary>Why two people cannot open this account by this address; none when they can.</summary>
    public static Refusal? CannotOpen(Statements s, PersonId person, EmailAddress email)
    {
        if (PeopleDesk.Find(s, person) is not { } found) return new Refusal(IdentityCode.UnknownPerson, "There is nobody of this number.") { Field = "person" };
        if (found.Hash is not null || found.Person is { Email: not null, IsEmailConfirmed: true })
            return new Refusal(IdentityCode.NotNow, "Whoever has a password or a confirmed address gets in by a letter to it, and by nobody else's word.") { Field = "person" };
        if (PeopleDesk.Find(s, email) is { } other && other.Person.Id != person) return new Refusal(IdentityCode.NotNow, "This address is another account's.") { Field = "email" };
        return null;
    }

    /// <summary>Somebody comes in by wallets alone and has a confirmed address: by letter he begins a wait, and chooses no password at once.</summary>
    public bool IsByLetter(Statements s, PersonId person) => links.AreWalletsAlone(s, person) && PeopleDesk.Find(s, person)?.Person is { Email: not null, IsEmailConfirmed: true };

    /// <summary>It may still happen, now that its time has come.</summary>
    public bool IsOpen(Statements s, FactorReset due) =>
        due.Change == 0 ? IsByLetter(s, due.Person) && PeopleDesk.Find(s, due.Person)!.Person.Email == due.Email
            : EmailAddress.TryParse(due.Email!, out EmailAddress email) && CannotOpen(s, due.Person, email) is null;

    public void Open(Statements s, FactorReset due)
    {
        long now = time.NowMs(), payoutsFrom = now + (long)options.PayoutAddressDelay.TotalMilliseconds;
        foreach (long link in s.Rows("SELECT id FROM links WHERE person = $1", static r => r.Long(0), due.Person.Value))
        {
            s.Run("DELETE FROM links WHERE id = $1", link);
            audit.Add(s, Act.Unlinked, PersonId.Venue, due.Person, caller: null, link.ToString(CultureInfo.InvariantCulture));
        }
        // Two people took the address down, or its owner had confirmed it. An app that is on stays, and is not taken for that of a stranger who signed up with the address.
        s.Run("UPDATE people SET email = $2, email_confirmed_at = COALESCE(email_confirmed_at, $3) WHERE id = $1", due.Person.Value, due.Email, now);
        SecondFactorDesk.DropUnlessOn(s, due.Person);
        TicketOffice.Drop(s, TicketPurpose.SecondFactor, due.Person);
        TicketOffice.Drop(s, TicketPurpose.ResetPassword, due.Person);
        PayoutDesk.Hold(s, due.Person, payoutsFrom);
        audit.Add(s, Act.WayBackOpened, PersonId.Venue, due.Person, caller: null, due.Seq.ToString(CultureInfo.InvariantCulture));
        string ticket = tickets.Issue(s, TicketPurpose.ResetPassword, due.Person, due.Email!, ResetLife);
        letters.Send(s, due.Email!, (texts, to) => texts.WayBackOpened(to, ticket, payoutsFrom));
    }
}
