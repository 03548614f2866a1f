using System.Security.Cryptography;
using System.Text;
using Peregrine.Identity.Attempts;
using Peregrine.Identity.Audit;
using Peregrine.Identity.Mail;
using Peregrine.Identity.Secrets;
using Peregrine.Identity.Storage;

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
    private readonly SigningWallets _wallets;
    private readonly SecretBox _box;
    private readonly RecoveryCodes _recovery;
    private readonly IdentityOptions _options;
    private readonly TimeProvider _time;

    internal SecondFactorDesk(Database database, AuditTrail audit, AttemptCounter attempts, LetterDesk letters, SigningWallets wallets, SecretBox box, IdentityOptions options, TimeProvider time)
    {
        (_database, _audit, _attempts, _letters, _wallets, _box, _options, _time) = (database, audit, attempts, letters, wallets, box, options, time);
        _recovery = new RecoveryCodes(box.Subkey("recovery-codes"), time);
    }

    public SecondFactorState Of(PersonId person) => _database.Read(s =>
    {
        long since = Since(s, person);
        return new SecondFactorState(since != 0, since, (int)RecoveryCodes.Left(s, person));
    });

    /// <summary>Draws a secret for an app, which lists it under a name. Asking again draws another, until one is confirmed.</summary>
    public Result<Enrolment> Enrol(PersonId person, string name, Caller caller)
    {
        byte[] secret = RandomNumberGenerator.GetBytes(Totp.SecretBytes);
        bool done = _database.Write(s =>
        {
            if (IsOn(s, person)) return false;
            s.Run(
                "INSERT INTO second_factors (person, secret, created_at) VALUES ($1, $2, $3) ON CONFLICT (person) DO UPDATE SET secret = $2, created_at = $3",
                person.Value, _box.Seal(Purpose, Row(person), secret), _time.NowMs());
            _audit.Add(s, Act.SecondFactorAsked, person, person, caller);
            return true;
        });
        if (!done) return new Refusal(IdentityCode.NotNow, "There is a second factor already; turn it off before you set up another.");
        return new Enrolment(Base32.Spell(secret), Totp.UriOf(_options.ServiceName, name, secret));
    }

    /// <summary>Turns it on, once a code shows that the app has the secret; tells the recovery codes, once.</summary>
    public Result<IReadOnlyList<string>> Confirm(PersonId person, Id128 session, string code, Caller caller) => _database.Write<Result<IReadOnlyList<string>>>(s =>
    {
        if (IsOn(s, person)) return new Refusal(IdentityCode.NotNow, "The second factor is on already.");
        if (Load(s, person) is null) return new Refusal(IdentityCode.NotNow, "There is nothing to confirm; begin again.");
        if (Check(s, person, code, caller) is { } refusal) return refusal;
        _wallets.HoldUnlessShown(s, person, IsShown(s, person, session));
        s.Run("UPDATE second_factors SET confirmed_at = $2 WHERE person = $1", person.Value, _time.NowMs());
        _audit.Add(s, Act.SecondFactorOn, person, person, caller);
        _letters.Tell(s, person, static (letters, to) => letters.SecondFactorOn(to));
        MarkAsked(s, session);
        return new(_recovery.Renew(s, person), null);
    });

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
        RecoveryCodes.Drop(s, person);
    }

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
