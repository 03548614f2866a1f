using Peregrine.Identity.Attempts;
using Peregrine.Identity.Audit;
using Peregrine.Identity.Keys;
using Peregrine.Identity.Mail;
using Peregrine.Identity.Payouts;
using Peregrine.Identity.SecondFactors;
using Peregrine.Identity.Secrets;
using Peregrine.Identity.Sessions;
using Peregrine.Identity.Storage;
using Peregrine.Identity.Tickets;

namespace Peregrine.Identity.People;

/// <summary>What is settled by letter: that an address is somebody's own, and a new password for whoever lost his.</summary>
/// <remarks>Who asks about an address gets the same answer for the same work, known here or not: as many rows, as many transactions, and the letter is carried later.</remarks>
public sealed class EmailDesk
{
    private const string TicketField = "ticket", PasswordField = "newPassword";
    private static readonly TimeSpan ConfirmLife = TimeSpan.FromDays(1), ResetLife = TimeSpan.FromMinutes(30);

    private readonly Database _database;
    private readonly AuditTrail _audit;
    private readonly AttemptCounter _attempts;
    private readonly TicketOffice _tickets;
    private readonly MailDesk _mail;
    private readonly Letters _letters;
    private readonly PasswordHasher _hasher;
    private readonly HashGate _gate;
    private readonly SessionDesk _sessions;
    private readonly ApiKeyDesk _keys;
    private readonly WayBack _wayBack;
    private readonly IdentityOptions _options;
    private readonly TimeProvider _time;

    internal EmailDesk(
        Database database, AuditTrail audit, AttemptCounter attempts, TicketOffice tickets, MailDesk mail, Letters letters, PasswordHasher hasher, HashGate gate, SessionDesk sessions,
        ApiKeyDesk keys, WayBack wayBack, IdentityOptions options, TimeProvider time)
    {
        (_database, _audit, _attempts, _tickets, _mail) = (database, audit, attempts, tickets, mail);
        (_letters, _hasher, _gate, _sessions, _keys, _wayBack, _options, _time) = (letters, hasher, gate, sessions, keys, wayBack, options, time);
    }

    /// <summary>None when the person may do what wants a confirmed address: it is confirmed, he has none, or no letters are carried here.</summary>
    public Refusal? RequireConfirmed(PersonId person)
    {
        if (!_mail.IsOn || _database.Read(s => PeopleDesk.Find(s, person))?.Person is not { Email: not null, IsEmailConfirmed: false }) return null;
        return new Refusal(IdentityCode.EmailNotConfirmed, "Confirm your e-mail address first: the link is in the letter you got, and you can ask for another.");
    }

    /// <summary>Writes to the person again.</summary>
    public Refusal? SendConfirmation(PersonId id, Caller caller) => _database.Write(s =>
    {
        if (PeopleDesk.Find(s, id)?.Person is not { Email: { } email } person || person.IsEmailConfirmed) return new Refusal(IdentityCode.NotNow, "There is no address to confirm.");
        if (!TryTake(s, [_attempts.Of(AttemptScope.LetterTo, email)], out Refusal? wait)) return wait;
        PostConfirmation(s, person.Id, email);
        _audit.Add(s, Act.ConfirmationSent, person.Id, person.Id, caller);
        return null;
    });

    /// <summary>The address is the person's own, for he has read what was sent to it.</summary>
    public Refusal? Confirm(string ticket, Caller caller) => _database.Write(s =>
    {
        if (_tickets.Take(s, TicketPurpose.ConfirmEmail, ticket) is not { } taken) return Stale();
        if (s.Run("UPDATE people SET email_confirmed_at = $3 WHERE id = $1 AND email = $2", taken.Person.Value, taken.Data, _time.NowMs()) == 0) return Stale();
        _audit.Add(s, Act.EmailConfirmed, taken.Person, taken.Person, caller);
        return null;
    });

    /// <summary>Sends a link for a new password, if there is somebody to send it to; nobody learns whether.</summary>
    public Refusal? Forgot(string email, Caller caller)
    {
        if (!EmailAddress.TryParse(email, out EmailAddress address)) return PeopleDesk.BadEmail();
        return _database.Write(s =>
        {
            if (!TryTake(s, [_attempts.Of(AttemptScope.LetterTo, address.Text), _attempts.Of(AttemptScope.LettersFromAddress, caller.Address)], out Refusal? wait)) return wait;
            PersonId person = PeopleDesk.Find(s, address)?.Person.Id ?? PersonId.Venue;
            // Who comes in by wallets alone never chose a password: somebody who reads his letters must not do so at once.
            TicketPurpose purpose = _wayBack.IsByLetter(s, person) ? TicketPurpose.WayBack : TicketPurpose.ResetPassword;
            TicketOffice.Drop(s, purpose, person);
            string ticket = _tickets.Issue(s, purpose, person, address.Text, ResetLife), to = person == PersonId.Venue ? "" : address.Text;
            _mail.Post(s, purpose == TicketPurpose.WayBack ? _letters.WayBack(to, ticket) : _letters.Reset(to, ticket));
            _audit.Add(s, Act.ResetAsked, PersonId.Venue, person, caller);
            return null;
        });
    }

    /// <summary>Sets a new password for whoever has the letter, ends all his sessions and takes his keys away. A second factor is asked at the next sign-in as ever.</summary>
    /// <remarks>Who changes a password that he knows keeps his keys; who lost it may have lost it to somebody.</remarks>
    public async ValueTask<Refusal?> Reset(string ticket, string wanted, Caller caller)
    {
        Ticket? asked = _database.Read(s => _tickets.Find(s, TicketPurpose.ResetPassword, ticket));
        if (asked is null || asked.Person == PersonId.Venue || !EmailAddress.TryParse(asked.Data, out EmailAddress address)) return Stale();
        if (PasswordRules.Complaint(wanted, address) is { } complaint) return Refusal.BadField(PasswordField, complaint);
        using HashGate.Place? place = _gate.TryEnter();
        if (place is null) return Refusal.Busy(PeopleDesk.BusyRetryMs);
        string hash = await place.Run(() => _hasher.Make(wanted));
        bool done = _database.Write(s => Replace(s, ticket, hash, caller));
        if (!done) return Stale();
        _sessions.EndAll(asked.Person, except: null, asked.Person, SessionEnd.PasswordChanged, caller);
        // Once more, because until a moment ago a session could make another.
        await _keys.RevokeAll(asked.Person, caller);
        return null;
    }

    /// <summary>To whoever signed up, and in the same way to whoever is here already.</summary>
    internal void AfterSignUp(Statements s, PersonId person, EmailAddress address, bool isKnown)
    {
        // Signing up with a stranger's address must not fill his box: beyond some letters an hour the sign-up goes on without.
        if (!TryTake(s, [_attempts.Of(AttemptScope.LetterTo, address.Text)], out _)) return;
        if (isKnown) _mail.Post(s, _letters.KnownAlready(address.Text));
        else PostConfirmation(s, person, address.Text);
    }

    private void PostConfirmation(Statements s, PersonId person, string email) =>
        _mail.Post(s, _letters.Confirm(email, _tickets.Issue(s, TicketPurpose.ConfirmEmail, person, email, ConfirmLife)));

    private bool Replace(Statements s, string ticket, string hash, Caller caller)
    {
        if (_tickets.Take(s, TicketPurpose.ResetPassword, ticket) is not { } taken || _wayBack.IsByLetter(s, taken.Person)) return false;
        // Who set up a second factor on an address that he never confirmed may not be who reads its letters now.
        if (PeopleDesk.Find(s, taken.Person)?.Person is { IsEmailConfirmed: false })
        {
            SecondFactorDesk.Drop(s, taken.Person);
            FactorResetDesk.Drop(s, taken.Person, _time);
        }
        // Who reads the letter owns the address: that is what a confirmation would say.
        int changed = s.Run(
            "UPDATE people SET password_hash = $3, email_confirmed_at = COALESCE(email_confirmed_at, $4) WHERE id = $1 AND email = $2", taken.Person.Value, taken.Data, hash, _time.NowMs());
        if (changed == 0) return false;
        // Perhaps set up by whom he shuts out by this.
        SecondFactorDesk.DropUnlessOn(s, taken.Person);
        TicketOffice.Drop(s, TicketPurpose.SecondFactor, taken.Person);
        TicketOffice.Drop(s, TicketPurpose.ResetPassword, taken.Person);
        AttemptCounter.Forget(s, _attempts.Of(AttemptScope.SignInOfPerson, taken.Data));
        // Who reads somebody's letters has the time of a new address to be noticed.
        PayoutDesk.Hold(s, taken.Person, _time.NowMs() + (long)_options.PayoutAddressDelay.TotalMilliseconds);
        _audit.Add(s, Act.PasswordReset, taken.Person, taken.Person, caller);
        _keys.WantNone(s, taken.Person, caller);
        _mail.Post(s, _letters.PasswordReset(taken.Data));
        return true;
    }

    private bool TryTake(Statements s, ReadOnlySpan<Attempt> attempts, out Refusal? wait)
    {
        bool taken = _attempts.TryTake(s, attempts, out long retryAfterMs);
        wait = taken ? null : new Refusal(IdentityCode.TooManyAttempts, "There were too many letters. Wait a little.") { RetryAfterMs = retryAfterMs };
        return taken;
    }

    private static Refusal Stale() => new(IdentityCode.TokenInvalid, "This link was used, or has expired; ask for another.") { Field = TicketField };
}
