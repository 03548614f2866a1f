using Peregrine.Identity.Accounts;
using Peregrine.Identity.Attempts;
using Peregrine.Identity.Audit;
using Peregrine.Identity.Mail;
using Peregrine.Identity.SecondFactors;
using Peregrine.Identity.Secrets;
using Peregrine.Identity.Sessions;
using Peregrine.Identity.Storage;
using Peregrine.Identity.Tickets;

namespace Peregrine.Identity.People;

/// <summary>Lets people in: by e-mail and password. Whoever asks learns of nobody whether he is known here.</summary>
/// <remarks>
/// Known and unknown addresses take the same steps: as many hashes, as many transactions, the same answer. An attempt is counted before its password
/// is hashed, so that a thousand at once are a thousand.
/// </remarks>
public sealed class PeopleDesk
{
    private const string EmailField = "email", PasswordField = "password";
    internal const long BusyRetryMs = 1000;

    private readonly Database _database;
    private readonly AuditTrail _audit;
    private readonly AttemptCounter _attempts;
    private readonly PasswordHasher _hasher;
    private readonly HashGate _gate;
    private readonly SessionDesk _sessions;
    private readonly AccountDesk _accounts;
    private readonly Entrance _entrance;
    private readonly SecondFactorDesk _factors;
    private readonly FreshSignIns _fresh;
    private readonly EmailDesk _emails;
    private readonly LetterDesk _letters;
    private readonly TimeProvider _time;

    internal PeopleDesk(
        Database database, AuditTrail audit, AttemptCounter attempts, PasswordHasher hasher, HashGate gate, SessionDesk sessions, AccountDesk accounts,
        Entrance entrance, SecondFactorDesk factors, FreshSignIns fresh, EmailDesk emails, LetterDesk letters, TimeProvider time)
    {
        (_database, _audit, _attempts, _hasher) = (database, audit, attempts, hasher);
        (_gate, _sessions, _accounts, _entrance, _factors, _fresh, _emails, _letters, _time) = (gate, sessions, accounts, entrance, factors, fresh, emails, letters, time);
    }

    /// <summary>Writes a person down, and his account as wanted; it is opened at his first sign-in. Says nothing of whether he was there already.</summary>
    public async ValueTask<Refusal?> SignUp(string email, string password, Caller caller)
    {
        if (!EmailAddress.TryParse(email, out EmailAddress address)) return BadEmail();
        if (PasswordRules.Complaint(password, address) is { } complaint) return Refusal.BadField(PasswordField, complaint);
        using HashGate.Place? place = _gate.TryEnter();
        if (place is null) return Refusal.Busy(BusyRetryMs);
        if (TakeAttempts([_attempts.Of(AttemptScope.SignUpFromAddress, caller.Address)]) is { } refusal) return refusal;
        string hash = await place.Run(() => _hasher.Make(password));
        _database.Write(s => WriteDown(s, address, hash, caller));
        return null;
    }

    /// <summary>Begins a session, and sees to it that the person's account is open, or at least on its way.</summary>
    public async ValueTask<Result<SignedIn>> SignIn(string email, string password, Caller caller)
    {
        if (!EmailAddress.TryParse(email, out EmailAddress address)) return BadEmail();
        if (password.Length > PasswordRules.LengthMax) return Refusal.BadField(PasswordField, $"A password has at most {PasswordRules.LengthMax} characters.");
        using HashGate.Place? place = _gate.TryEnter();
        if (place is null) return Refusal.Busy(BusyRetryMs);
        var (stored, attempts) = _database.Read(s => (Find(s, address), AttemptsOf(s, address.Text, caller)));
        if (TakeAttempts(attempts) is { } refusal) return refusal;
        Checked match = await place.Run(() => Check(password, stored?.Hash));
        return await _entrance.Enter(
            SignInMethod.Password, caller, s => Admit(s, stored, match, attempts, caller), static () => new Refusal(IdentityCode.WrongCredentials, "The e-mail address or the password is wrong."));
    }

    /// <summary>None when this is the person's password, by which the session is fresh, or when he has none: asked before what a stolen token alone must not do.</summary>
    public async ValueTask<Refusal?> ConfirmPassword(PersonId person, Id128 session, string password, Caller caller)
    {
        Stored? stored = _database.Read(s => Find(s, person));
        if (stored is null) return Nobody();
        if (stored.Hash is null) return null;
        if (password.Length is 0 or > PasswordRules.LengthMax) return Refusal.BadField(PasswordField, "Say your password with this.");
        using HashGate.Place? place = _gate.TryEnter();
        if (place is null) return Refusal.Busy(BusyRetryMs);
        Attempt[] attempts = _database.Read(s => AttemptsOf(s, stored.Person.Email ?? "", caller));
        if (TakeAttempts(attempts) is { } refusal) return refusal;
        Checked match = await place.Run(() => Check(password, stored.Hash));
        if (match.Match == PasswordMatch.No) return new Refusal(IdentityCode.WrongCredentials, "The password is wrong.") { Field = PasswordField };
        _database.Write(s =>
        {
            AttemptCounter.Forget(s, attempts[0]);
            AttemptCounter.TakeBack(s, attempts[1]);
            // It may have been changed while it was hashed.
            if (Find(s, person)?.Hash == stored.Hash) _fresh.Mark(s, person, session, Freshness.Fresh, SignInMethod.Password, caller);
        });
        return null;
    }

    /// <summary>He has a password, which is then what shows anew that a session is his.</summary>
    public bool HasPassword(PersonId person) => _database.Read(s => StandingLinks.HasPassword(s, person));

    /// <summary>Replaces the password and ends every other session: whoever knew the old one is out.</summary>
    public async ValueTask<Refusal?> ChangePassword(PersonId person, Id128 session, string current, string wanted, Caller caller)
    {
        Stored? stored = _database.Read(s => Find(s, person));
        if (stored is null) return Nobody();
        if (stored.Hash is null || !EmailAddress.TryParse(stored.Person.Email ?? "", out EmailAddress address))
            return new Refusal(IdentityCode.NotNow, "There is no password to change.");
        if (PasswordRules.Complaint(wanted, address) is { } complaint) return Refusal.BadField("newPassword", complaint);
        if (_factors.Require(person, session) is { } needed) return needed;
        using HashGate.Place? place = _gate.TryEnter();
        if (place is null) return Refusal.Busy(BusyRetryMs);
        Attempt[] attempts = _database.Read(s => AttemptsOf(s, address.Text, caller));
        if (TakeAttempts(attempts) is { } refusal) return refusal;
        Checked match = await place.Run(() => Check(current, stored.Hash, wanted));
        if (match.NewHash is null) return new Refusal(IdentityCode.WrongCredentials, "The current password is wrong.") { Field = "password" };
        bool done = _database.Write(s => Replace(s, stored, match.NewHash, attempts, caller));
        if (!done) return new Refusal(IdentityCode.NotNow, "The password was changed elsewhere a moment ago.");
        _sessions.EndAll(person, except: session, person, SessionEnd.PasswordChanged, caller);
        return null;
    }

    public Person? Find(PersonId id) => _database.Read(s => Find(s, id))?.Person;

    /// <summary>Gives a person another role; his sessions end, because their tokens name the old one.</summary>
    /// <remarks>The officer is a security officer, or the venue itself when its first officer is appointed from the command line.</remarks>
    public Refusal? SetRole(PersonId officer, PersonId id, Role role, Caller? caller)
    {
        if (!Enum.IsDefined(role)) return Refusal.BadField("role", "There is no such role.");
        if (officer == id) return new Refusal(IdentityCode.NotAllowed, "Nobody gives himself a role.");
        Refusal? refusal = _database.Write(s => SetRole(s, officer, id, role, caller));
        if (refusal is null) _sessions.EndAll(id, except: null, officer, SessionEnd.RoleChanged, caller);
        return refusal;
    }

    internal static Refusal BadEmail() => Refusal.BadField(EmailField, "This is not an e-mail address we can write to.");

    private static Refusal Nobody() => new(IdentityCode.UnknownPerson, "There is nobody of this number.");

    private Refusal? TakeAttempts(Attempt[] attempts)
    {
        long retryAfterMs = 0;
        bool taken = _database.Write(s => _attempts.TryTake(s, attempts, out retryAfterMs));
        return taken ? null : new Refusal(IdentityCode.TooManyAttempts, "There were too many attempts. Wait a little.") { RetryAfterMs = retryAfterMs };
    }

    // Who has signed in from here before is counted apart, so that a stranger's guesses elsewhere cannot keep him out.
    private Attempt[] AttemptsOf(Statements s, string email, Caller caller)
    {
        bool known = s.Number(
            "SELECT EXISTS (SELECT 1 FROM sessions JOIN people ON people.id = sessions.person WHERE people.email = $1 AND sessions.address = $2)",
            email, caller.Address.ToString()) != 0;
        Attempt person = known
            ? _attempts.Of(AttemptScope.SignInFromKnownAddress, $"{email} {caller.Address}")
            : _attempts.Of(AttemptScope.SignInOfPerson, email);
        return [person, _attempts.Of(AttemptScope.SignInFromAddress, caller.Address)];
    }

    private Checked Check(string password, string? hash, string? wanted = null)
    {
        PasswordMatch match = _hasher.Check(password, hash);
        bool makes = match == PasswordMatch.YesButOutdated || (match == PasswordMatch.Yes && wanted is not null);
        return new Checked(match, makes ? _hasher.Make(wanted ?? password) : null);
    }

    private void WriteDown(Statements s, EmailAddress address, string hash, Caller caller)
    {
        if (Find(s, address) is { } known)
        {
            _audit.Add(s, Act.SignedUpAgain, PersonId.Venue, known.Person.Id, caller);
            _emails.AfterSignUp(s, known.Person.Id, address, isKnown: true);
            return;
        }
        var id = new PersonId(s.Insert(
            "INSERT INTO people (email, password_hash, role, created_at) VALUES ($1, $2, $3, $4)", address.Text, hash, (int)Role.Trader, _time.NowMs()));
        _audit.Add(s, Act.SignedUp, id, id, caller);
        _accounts.WantRoot(s, id, caller);
        _emails.AfterSignUp(s, id, address, isKnown: false);
    }

    private Person? Admit(Statements s, Stored? stored, Checked match, Attempt[] attempts, Caller caller)
    {
        // The password may have been changed while it was hashed: only what is stored now counts.
        bool good = stored is not null && match.Match != PasswordMatch.No && Find(s, stored.Person.Id)?.Hash == stored.Hash;
        if (!good)
        {
            _audit.Add(s, Act.SignInFailed, PersonId.Venue, stored?.Person.Id ?? PersonId.Venue, caller);
            return null;
        }
        AttemptCounter.Forget(s, attempts[0]);
        AttemptCounter.TakeBack(s, attempts[1]);
        Person person = stored!.Person;
        if (match.NewHash is not null)
        {
            s.Run("UPDATE people SET password_hash = $1 WHERE id = $2", match.NewHash, person.Id.Value);
            _audit.Add(s, Act.PasswordRehashed, PersonId.Venue, person.Id, caller);
        }
        return person;
    }

    private bool Replace(Statements s, Stored stored, string newHash, Attempt[] attempts, Caller caller)
    {
        int changed = s.Run("UPDATE people SET password_hash = $1 WHERE id = $2 AND password_hash = $3", newHash, stored.Person.Id.Value, stored.Hash);
        if (changed == 0) return false;
        // Whoever came in by the old password and still owes the second factor begins again.
        TicketOffice.Drop(s, TicketPurpose.SecondFactor, stored.Person.Id);
        AttemptCounter.Forget(s, attempts[0]);
        AttemptCounter.TakeBack(s, attempts[1]);
        _audit.Add(s, Act.PasswordChanged, stored.Person.Id, stored.Person.Id, caller);
        _letters.Tell(s, stored.Person.Id, static (letters, to) => letters.PasswordChanged(to));
        return true;
    }

    private Refusal? SetRole(Statements s, PersonId officer, PersonId id, Role role, Caller? caller)
    {
        bool may = officer == PersonId.Venue || Find(s, officer)?.Person.Role == Role.SecurityOfficer;
        if (!may) return new Refusal(IdentityCode.NotAllowed, "Only a security officer gives roles.");
        if (s.Run("UPDATE people SET role = $1 WHERE id = $2", (int)role, id.Value) == 0) return Nobody();
        _audit.Add(s, Act.RoleSet, officer, id, caller, detail: role.ToString());
        return null;
    }

    internal static Stored? Find(Statements s, EmailAddress address) =>
        s.First("SELECT id, email, role, created_at, password_hash, email_confirmed_at FROM people WHERE email = $1", ReadStored, address.Text);

    internal static Stored? Find(Statements s, PersonId id) =>
        s.First("SELECT id, email, role, created_at, password_hash, email_confirmed_at FROM people WHERE id = $1", ReadStored, id.Value);

    private static Stored ReadStored(Row r) => new(
        new Person(new(r.Long(0)), r.TextOrNull(1), (Role)r.Byte(2), r.Long(3)) { IsEmailConfirmed = r.LongOrNull(5) is not null }, r.TextOrNull(4));

    internal sealed record Stored(Person Person, string? Hash);

    /// <summary>What came of hashing: whether it was right, and what to store instead, if anything.</summary>
    private sealed record Checked(PasswordMatch Match, string? NewHash);
}
