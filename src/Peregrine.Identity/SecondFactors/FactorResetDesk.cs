using System.Globalization;
using Peregrine.Identity.Audit;
using Peregrine.Identity.Mail;
using Peregrine.Identity.Payouts;
using Peregrine.Identity.Sessions;
using Peregrine.Identity.Storage;
using Peregrine.Identity.Tickets;

namespace Peregrine.Identity.SecondFactors;

/// <summary>Takes off second factors that were lost: allowed by two of the venue, told to the owner, and done only when he had time to say no.</summary>
/// <remarks>
/// The whole worth of a second factor is that nobody talks it away. Whoever talked two people into it still waits while the owner has a letter with a link, a line in every
/// session and one press to stop it; and then he gets in without the factor, but for a day no money leaves.
/// </remarks>
public sealed class FactorResetDesk
{
    private const string Select = "SELECT seq, change, person, proposer, approver, allowed_at, due_at FROM factor_resets";

    private readonly Database _database;
    private readonly AuditTrail _audit;
    private readonly TicketOffice _tickets;
    private readonly LetterDesk _letters;
    private readonly SessionDesk _sessions;
    private readonly IdentityOptions _options;
    private readonly TimeProvider _time;

    internal FactorResetDesk(Database database, AuditTrail audit, TicketOffice tickets, LetterDesk letters, SessionDesk sessions, IdentityOptions options, TimeProvider time) =>
        (_database, _audit, _tickets, _letters, _sessions, _options, _time) = (database, audit, tickets, letters, sessions, options, time);

    /// <summary>Those that wait, the oldest first.</summary>
    public IReadOnlyList<FactorReset> Waiting => _database.Read(static s => s.Rows($"{Select} WHERE ended_at IS NULL ORDER BY seq", Read));

    /// <summary>What waits for this person.</summary>
    public FactorReset? Of(PersonId person) => _database.Read(s => Find(s, person));

    /// <summary>Writes down what two people allowed; the same again is the same.</summary>
    public void Allow(FactorReset allowed, Caller? caller)
    {
        _database.Write(s =>
        {
            if (s.Number("SELECT COUNT(*) FROM factor_resets WHERE seq = $1", allowed.Seq) != 0) return;
            bool isNothing = !SecondFactorDesk.IsOn(s, allowed.Person) || Find(s, allowed.Person) is not null;
            long due = allowed.AllowedAtMs + (long)_options.FactorResetDelay.TotalMilliseconds;
            s.Run(
                "INSERT INTO factor_resets (seq, change, person, proposer, approver, allowed_at, due_at, ended_at, ended_how) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
                allowed.Seq, allowed.Change, allowed.Person.Value, allowed.Proposer.Value, allowed.Approver.Value, allowed.AllowedAtMs, due,
                isNothing ? _time.NowMs() : null, isNothing ? (int)FactorResetEnd.Nothing : 0);
            if (isNothing) return;
            _audit.Add(s, Act.FactorResetAllowed, allowed.Approver, allowed.Person, caller, Name(allowed.Seq), $"asked for by {allowed.Proposer}");
            string ticket = _tickets.Issue(s, TicketPurpose.StopFactorReset, allowed.Person, Name(allowed.Seq), _options.FactorResetDelay);
            _letters.Tell(s, allowed.Person, (letters, to) => letters.FactorResetAllowed(to, due, ticket));
        });
        Finish();
    }

    /// <summary>Its owner says no, in a session.</summary>
    public Refusal? Stop(PersonId person, Caller caller) => _database.Write(s =>
        Find(s, person) is { } waiting ? Stop(s, waiting, FactorResetEnd.StoppedByOwner, person, caller) : new Refusal(IdentityCode.NotNow, "Nobody is about to take your second factor off."));

    /// <summary>Its owner says no, by the link of the letter.</summary>
    public Refusal? StopByLetter(string ticket, Caller caller) => _database.Write(s =>
    {
        if (_tickets.Take(s, TicketPurpose.StopFactorReset, ticket) is not { } taken || Find(s, taken.Person) is not { } waiting || Name(waiting.Seq) != taken.Data)
            return new Refusal(IdentityCode.TokenInvalid, "This link was used, or it is too late for it.") { Field = "ticket" };
        return Stop(s, waiting, FactorResetEnd.StoppedByOwner, taken.Person, caller);
    });

    /// <summary>The venue takes its word back, by the number of the proposal; false when nothing of this number waits.</summary>
    public bool TakeBack(long change, PersonId actor, Caller caller) => _database.Write(s =>
    {
        if (s.First($"{Select} WHERE change = $1 AND ended_at IS NULL", Read, change) is not { } waiting) return false;
        Stop(s, waiting, FactorResetEnd.TakenBack, actor, caller);
        return true;
    });

    /// <summary>Takes off what has waited long enough.</summary>
    public void Finish()
    {
        long now = _time.NowMs();
        foreach (FactorReset due in Waiting.Where(w => w.DueAtMs <= now))
        {
            // Before it as well: a process that ends in between must not leave sessions that the factor opened and a sign-in that asks for none.
            EndSessions(due.Person);
            // It may have been stopped since it was looked at.
            if (_database.Write(s => Find(s, due.Person)?.Seq == due.Seq && TakeOff(s, due, now))) EndSessions(due.Person);
        }
    }

    /// <summary>What waits for somebody who showed that he has his factor needs no end any more.</summary>
    internal static void Drop(Statements s, PersonId person, TimeProvider time) => s.Run(
        "UPDATE factor_resets SET ended_at = $2, ended_how = $3 WHERE person = $1 AND ended_at IS NULL", person.Value, time.NowMs(), (int)FactorResetEnd.TurnedOff);

    private void EndSessions(PersonId person) => _sessions.EndAll(person, except: null, PersonId.Venue, SessionEnd.FactorReset, caller: null);

    private bool TakeOff(Statements s, FactorReset due, long now)
    {
        SecondFactorDesk.Drop(s, due.Person);
        TicketOffice.Drop(s, TicketPurpose.SecondFactor, due.Person);
        TicketOffice.Drop(s, TicketPurpose.StopFactorReset, due.Person);
        long payoutsFrom = now + (long)_options.PayoutAddressDelay.TotalMilliseconds;
        PayoutDesk.Hold(s, due.Person, payoutsFrom);
        End(s, due.Seq, FactorResetEnd.Done);
        _audit.Add(s, Act.FactorResetDone, PersonId.Venue, due.Person, caller: null, Name(due.Seq));
        _letters.Tell(s, due.Person, (letters, to) => letters.FactorResetDone(to, payoutsFrom));
        return true;
    }

    private Refusal? Stop(Statements s, FactorReset waiting, FactorResetEnd how, PersonId actor, Caller caller)
    {
        End(s, waiting.Seq, how);
        TicketOffice.Drop(s, TicketPurpose.StopFactorReset, waiting.Person);
        _audit.Add(s, Act.FactorResetStopped, actor, waiting.Person, caller, Name(waiting.Seq), how.ToString());
        _letters.Tell(s, waiting.Person, static (letters, to) => letters.FactorResetStopped(to));
        return null;
    }

    private void End(Statements s, long seq, FactorResetEnd how) =>
        s.Run("UPDATE factor_resets SET ended_at = $2, ended_how = $3 WHERE seq = $1", seq, _time.NowMs(), (int)how);

    private static FactorReset? Find(Statements s, PersonId person) => s.First($"{Select} WHERE person = $1 AND ended_at IS NULL", Read, person.Value);

    private static string Name(long seq) => seq.ToString(CultureInfo.InvariantCulture);

    private static FactorReset Read(Row r) => new(r.Long(0), r.Long(1), new(r.Long(2)), new(r.Long(3)), new(r.Long(4)), r.Long(5)) { DueAtMs = r.Long(6) };
}
