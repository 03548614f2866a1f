using System.Security.Cryptography;
using System.Text;
using Peregrine.Identity.Attempts;
using Peregrine.Identity.Audit;
using Peregrine.Identity.Mail;
using Peregrine.Identity.Secrets;
using Peregrine.Identity.Sessions;
using Peregrine.Identity.Storage;
using Peregrine.Identity.Tickets;

namespace Peregrine.Identity.SecondFactors;

/// <summary>Second factors: set up, asked at sign-in, and asked again before what cannot be undone.</summary>
/// <remarks>A code is counted as an attempt in the transaction that checks it, so a thousand at once are a thousand; one that was good is good no more.</remarks>
public sealed class SecondFactorDesk
{
    private const string Purpose = "second-factor", CodeField = "code";

    private readonly Database _database;
    private readonly AuditTrail _audit;
    private readonly AttemptCounter _attempts;
    private readonly LetterDesk _letters;
    private readonly StandingLinks _links;
    private readonly FreshSignIns _fresh;
    private readonly TicketOffice _tickets;
    private readonly SessionDesk _sessions;
    private readonly SecretBox _box;
    private readonly RecoveryCodes _recovery;
    private readonly IdentityOptions _options;
    private readonly TimeProvider _time;

    internal SecondFactorDesk(
        Database database, AuditTrail audit, AttemptCounter attempts, TicketOffice tickets, LetterDesk letters, SessionDesk sessions, StandingLinks links, FreshSignIns fresh, SecretBox box,
        IdentityOptions options, TimeProvider time)
    {
        (_database, _audit, _attempts, _tickets, _letters, _sessions) = (database, audit, attempts, tickets, letters, sessions);
        (_links, _fresh, _box, _options, _time) = (links, fresh, box, options, time);
        _recovery = new RecoveryCodes(box.Subkey("recovery-codes"), time);
    }

    public SecondFactorState Of(PersonId person) => _database.Read(s =>
    {
        long since = Since(s, person);
        return new SecondFactorState(since != 0, since, (int)RecoveryCodes.Left(s, person)) { WaitsUntilMs = WaitsUntil(s, person) };
    });

    /// <summary>Draws a secret for an app, which lists it under a name, for a session that showed anew whose it is. Asking again draws another, until one is confirmed.</summary>
    public Result<Enrolment> Enrol(PersonId person, Id128 session, string name, Caller caller)
    {
        byte[] secret = RandomNumberGenerator.GetBytes(Totp.SecretBytes);
        Refusal? refusal = _database.Write(s =>
        {
            if (IsOn(s, person)) return new Refusal(IdentityCode.NotNow, "There is a second factor already; turn it off before you set up another.");
            if (WaitsUntil(s, person) != 0) return new Refusal(IdentityCode.NotNow, "An app was set up already and waits to be turned on; stop that before you set up another.");
            Freshness how = IsShown(s, person, session) ? Freshness.Fresh : _fresh.Of(s, person, session);
            if (how == Freshness.None) return FreshSignIns.Needed();
            s.Run(
                "INSERT INTO second_factors (person, secret, created_at, session, waits) VALUES ($1, $2, $3, $4, $5) "
                + "ON CONFLICT (person) DO UPDATE SET secret = $2, created_at = $3, session = $4, waits = $5, last_step = 0",
                person.Value, _box.Seal(Purpose, Row(person), secret), _time.NowMs(), session.ToBytes(), how == Freshness.Present ? 1 : 0);
            _audit.Add(s, Act.SecondFactorAsked, person, person, caller);
            return null;
        });
        return refusal is null ? new Enrolment(Base32.Spell(secret), Totp.UriOf(_options.ServiceName, name, secret)) : refusal;
    }

    /// <summary>Turns it on, once a code shows that the app has the secret; tells the recovery codes, once.</summary>
    /// <remarks>Only in the session that began: of two that set one up at once, the later is the one. Behind a sign-in that may have been a browser's cookie and nothing else, it waits first.</remarks>
    public Result<Confirmation> Confirm(PersonId person, Id128 session, string code, Caller caller) => _database.Write<Result<Confirmation>>(s =>
    {
        if (IsOn(s, person) || WaitsUntil(s, person) != 0) return new Refusal(IdentityCode.NotNow, "The second factor is on already, or waits to be.");
        if (s.Number("SELECT COUNT(*) FROM second_factors WHERE person = $1 AND session = $2", person.Value, session.ToBytes()) == 0)
            return new Refusal(IdentityCode.NotNow, "There is nothing to confirm in this session; begin again.");
        if (Check(s, person, code, caller) is { } refusal) return refusal;
        bool waits = s.Number("SELECT waits FROM second_factors WHERE person = $1", person.Value) != 0 && _options.FactorResetDelay > TimeSpan.Zero;
        if (waits) return new Confirmation(_recovery.Renew(s, person), Wait(s, person, caller));
        TurnOn(s, person, IsShown(s, person, session), caller);
        MarkAsked(s, session);
        return new Confirmation(_recovery.Renew(s, person), WaitsUntilMs: 0);
    });

    /// <summary>The app that waits is not its owner's, or he thinks better of it: it is forgotten, and every other session ends.</summary>
    public Refusal? Stop(PersonId person, Id128 session, Caller caller)
    {
        Refusal? refusal = _database.Write(s => Stop(s, person, caller));
        if (refusal is null) _sessions.EndAll(person, except: session, person, SessionEnd.FactorStopped, caller);
        return refusal;
    }

    /// <summary>The same by the link of the letter; then all sessions end.</summary>
    public Refusal? StopByLetter(string ticket, Caller caller)
    {
        PersonId? person = _database.Write(s => _tickets.Take(s, TicketPurpose.StopSecondFactor, ticket) is { } taken && Stop(s, taken.Person, caller) is null ? taken.Person : (PersonId?)null);
        if (person is not { } owner) return new Refusal(IdentityCode.TokenInvalid, "This link was used, or it is too late for it.") { Field = "ticket" };
        _sessions.EndAll(owner, except: null, owner, SessionEnd.FactorStopped, caller);
        return null;
    }

    /// <summary>Turns on what has waited long enough.</summary>
    public void Finish()
    {
        long now = _time.NowMs();
        List<PersonId> due = _database.Read(s => s.Rows("SELECT person FROM second_factors WHERE due_at <> 0 AND due_at <= $1", static r => new PersonId(r.Long(0)), now));
        foreach (PersonId person in due)
        {
            // It may have been stopped since it was looked at.
            _database.Write(s =>
            {
                if (WaitsUntil(s, person) is not 0 and long until && until <= now) TurnOn(s, person, isShown: false, caller: null);
            });
        }
    }

    /// <summary>New recovery codes in place of the old.</summary>
    public Result<IReadOnlyList<string>> RenewCodes(PersonId person, string code, Caller caller) => _database.Write<Result<IReadOnlyList<string>>>(s =>
    {
        if (CheckOn(s, person, code, caller) is { } refusal) return refusal;
        _audit.Add(s, Act.RecoveryCodesMade, person, person, caller);
        _letters.Tell(s, person, static (letters, to) => letters.RecoveryCodesMade(to));
        return new(_recovery.Renew(s, person), null);
    });

    public Refusal? TurnOff(PersonId person, string code, Caller caller) => _database.Write(s =>
    {
        if (CheckOn(s, person, code, caller) is { } refusal) return refusal;
        Drop(s, person);
        FactorResetDesk.Drop(s, person, _time);
        _audit.Add(s, Act.SecondFactorOff, person, person, caller);
        _letters.Tell(s, person, static (letters, to) => letters.SecondFactorOff(to));
        return null;
    });

    /// <summary>Shows the second factor again in a session, which may then do for some minutes what wants it.</summary>
    public Refusal? StepUp(PersonId person, Id128 session, string code, Caller caller) => _database.Write(s =>
    {
        if (CheckOn(s, person, code, caller) is { } refusal) return refusal;
        MarkAsked(s, session);
        _audit.Add(s, Act.SteppedUp, person, person, caller, session.ToString());
        return null;
    });

    /// <summary>None when the session may do what wants the second factor: it was shown just now, or there is none to show.</summary>
    public Refusal? Require(PersonId person, Id128 session) => _database.Read(s => Require(s, person, session));

    internal Refusal? Require(Statements s, PersonId person, Id128 session) => !IsOn(s, person) || IsShown(s, person, session) ? null : NotShown();

    internal static Refusal NotShown() => new(IdentityCode.SecondFactorNeeded, "Show your second factor again before you do this.");

    /// <summary>The session showed a second factor just now.</summary>
    internal bool IsShown(Statements s, PersonId person, Id128 session)
    {
        long askedAt = s.Number("SELECT stepped_up_at FROM sessions WHERE id = $1 AND person = $2 AND ended_at IS NULL", session.ToBytes(), person.Value);
        long age = _time.NowMs() - askedAt;
        // A clock that was set back must not make minutes of days.
        return age < (long)_options.StepUpLife.TotalMilliseconds && age >= -(long)_options.ClockSkew.TotalMilliseconds;
    }

    internal static void Drop(Statements s, PersonId person)
    {
        s.Run("DELETE FROM second_factors WHERE person = $1", person.Value);
        TicketOffice.Drop(s, TicketPurpose.StopSecondFactor, person);
        RecoveryCodes.Drop(s, person);
    }

    /// <summary>An app that is not on yet was perhaps set up by whom its owner shuts out just now.</summary>
    internal static void DropUnlessOn(Statements s, PersonId person)
    {
        if (!IsOn(s, person)) Drop(s, person);
    }

    private long Wait(Statements s, PersonId person, Caller caller)
    {
        long until = _time.NowMs() + (long)_options.FactorResetDelay.TotalMilliseconds;
        s.Run("UPDATE second_factors SET due_at = $2 WHERE person = $1", person.Value, until);
        _audit.Add(s, Act.SecondFactorWaits, person, person, caller);
        string ticket = _tickets.Issue(s, TicketPurpose.StopSecondFactor, person, "", _options.FactorResetDelay);
        _letters.Tell(s, person, (letters, to) => letters.SecondFactorWaits(to, until, ticket));
        return until;
    }

    private void TurnOn(Statements s, PersonId person, bool isShown, Caller? caller)
    {
        _links.HoldUnlessShown(s, person, isShown);
        s.Run("UPDATE second_factors SET confirmed_at = $2, due_at = 0 WHERE person = $1", person.Value, _time.NowMs());
        TicketOffice.Drop(s, TicketPurpose.StopSecondFactor, person);
        _audit.Add(s, Act.SecondFactorOn, caller is null ? PersonId.Venue : person, person, caller);
        _letters.Tell(s, person, static (letters, to) => letters.SecondFactorOn(to));
    }

    private Refusal? Stop(Statements s, PersonId person, Caller caller)
    {
        if (WaitsUntil(s, person) == 0) return new Refusal(IdentityCode.NotNow, "No app waits to be turned on.");
        Drop(s, person);
        _audit.Add(s, Act.SecondFactorStopped, person, person, caller);
        _letters.Tell(s, person, static (letters, to) => letters.SecondFactorStopped(to));
        return null;
    }

    private static long WaitsUntil(Statements s, PersonId person) => s.Number("SELECT due_at FROM second_factors WHERE person = $1", person.Value);

    internal static bool IsOn(Statements s, PersonId person) => Since(s, person) != 0;

    /// <summary>Counts the attempt, and says what is wrong with the code; a good one, of the app or for recovery, is used up.</summary>
    internal Refusal? Check(Statements s, PersonId person, string code, Caller caller)
    {
        Attempt attempt = AttemptOf(s, person, caller);
        if (!_attempts.TryTake(s, [attempt], out long retryAfterMs))
            return new Refusal(IdentityCode.TooManyAttempts, "There were too many attempts. Wait a little.") { RetryAfterMs = retryAfterMs };
        if (Load(s, person) is not { } factor || !IsGood(s, factor, person, code.Trim(), caller))
        {
            _audit.Add(s, Act.CodeRefused, PersonId.Venue, person, caller);
            return new Refusal(IdentityCode.WrongCredentials, "This code is wrong, or it was used before.") { Field = CodeField };
        }
        AttemptCounter.Forget(s, attempt);
        return null;
    }

    private Refusal? CheckOn(Statements s, PersonId person, string code, Caller caller) =>
        IsOn(s, person) ? Check(s, person, code, caller) : new Refusal(IdentityCode.NotNow, "There is no second factor.");

    private bool IsGood(Statements s, Factor factor, PersonId person, string code, Caller caller)
    {
        if (code.Length == Totp.Digits)
        {
            long step = Totp.Match(factor.Secret, Encoding.UTF8.GetBytes(code), Totp.StepOf(_time.GetUtcNow()), factor.LastStep);
            if (step == 0) return false;
            s.Run("UPDATE second_factors SET last_step = $2 WHERE person = $1", person.Value, step);
            return true;
        }
        if (!_recovery.TryUse(s, person, code)) return false;
        _audit.Add(s, Act.RecoveryCodeUsed, person, person, caller);
        long left = RecoveryCodes.Left(s, person);
        _letters.Tell(s, person, (letters, to) => letters.RecoveryCodeUsed(to, left));
        return true;
    }

    // A stranger who has the password and guesses codes must not keep the owner out of a place where he has been before.
    private Attempt AttemptOf(Statements s, PersonId person, Caller caller)
    {
        bool known = s.Number("SELECT EXISTS (SELECT 1 FROM sessions WHERE person = $1 AND address = $2)", person.Value, caller.Address.ToString()) != 0;
        return known
            ? _attempts.Of(AttemptScope.CodeFromKnownAddress, $"{person} {caller.Address}")
            : _attempts.Of(AttemptScope.CodeOfPerson, person.ToString());
    }

    internal void MarkAsked(Statements s, Id128 session) => s.Run("UPDATE sessions SET stepped_up_at = $2 WHERE id = $1", session.ToBytes(), _time.NowMs());

    private static long Since(Statements s, PersonId person) => s.Number("SELECT confirmed_at FROM second_factors WHERE person = $1", person.Value);

    private Factor? Load(Statements s, PersonId person) =>
        s.First("SELECT secret, last_step FROM second_factors WHERE person = $1", r => new Factor(_box.Open(Purpose, Row(person), r.Blob(0)), r.Long(1)), person.Value);

    private static byte[] Row(PersonId person) => Encoding.ASCII.GetBytes(person.ToString());

    private sealed record Factor(byte[] Secret, long LastStep);
}
