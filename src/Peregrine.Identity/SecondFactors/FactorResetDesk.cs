using System.Globalization;
using Peregrine.Identity.Audit;
using Peregrine.Identity.Mail;
using Peregrine.Identity.Payouts;
using Peregrine.Identity.People;
using Peregrine.Identity.Sessions;
using Peregrine.Identity.Storage;
using Peregrine.Identity.Tickets;

namespace Peregrine.Identity.SecondFactors;

/// <summary>Lets people in who lost their second factor, or all by which they came in: allowed by two of the venue or begun by a letter, told to the owner, and done only when he had time to say no.</summary>
/// <remarks>
/// The whole worth of a second factor or a wallet is that nobody talks it away. Whoever talked two people into it, or reads somebody's letters, still waits while the owner has a
/// line in every session and one press to stop it, and a letter where there is an address of his; and then he gets in, but for a day no money leaves.
/// </remarks>
public sealed class FactorResetDesk
{
    private const string Select = "SELECT seq, change, person, proposer, approver, allowed_at, due_at, email FROM factor_resets";

    private readonly Database _database;
    private readonly AuditTrail _audit;
    private readonly TicketOffice _tickets;
    private readonly LetterDesk _letters;
    private readonly SessionDesk _sessions;
    private readonly WayBack _wayBack;
    private readonly IdentityOptions _options;
    private readonly TimeProvider _time;

    internal FactorResetDesk(Database database, AuditTrail audit, TicketOffice tickets, LetterDesk letters, SessionDesk sessions, WayBack wayBack, IdentityOptions options, TimeProvider time) =>
        (_database, _audit, _tickets, _letters, _sessions, _wayBack, _options, _time) = (database, audit, tickets, letters, sessions, wayBack, options, time);

    /// <summary>Those that wait, the oldest first.</summary>
    public IReadOnlyList<FactorReset> Waiting => _database.Read(static s => s.Rows($"{Select} WHERE ended_at IS NULL ORDER BY allowed_at, seq", Read));

    /// <summary>What waits for this person.</summary>
    public FactorReset? Of(PersonId person) => _database.Read(s => Find(s, person));

    /// <summary>None when two people could open this person's account by this address, because he has no address of his own.</summary>
    public Refusal? CannotOpen(PersonId person, string email) =>
        EmailAddress.TryParse(email, out EmailAddress address) ? _database.Read(s => WayBack.CannotOpen(s, person, address)) : PeopleDesk.BadEmail();

    /// <summary>Takes down which address a proposal is about, which its command has no room for. It is never changed: what the second person reads is what the first asked for.</summary>
    public void Propose(long change, PersonId person, string email, PersonId proposer)
    {
        if (!EmailAddress.TryParse(email, out EmailAddress address)) throw new ArgumentException("It was read before.", nameof(email));
        _database.Write(s => s.Run(
            "INSERT INTO ways_back (change, person, email, proposer, proposed_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (change) DO NOTHING",
            change, person.Value, address.Text, proposer.Value, _time.NowMs()));
    }

    /// <summary>The address that a proposal is about; none where it is a second factor's.</summary>
    public string? EmailOf(long change) => _database.Read(s => s.First("SELECT email FROM ways_back WHERE change = $1", static r => r.Text(0), change));

    /// <summary>Writes down what two people allowed; the same again is the same.</summary>
    public void Allow(FactorReset allowed, Caller? caller)
    {
        _database.Write(s =>
        {
            if (s.Number("SELECT COUNT(*) FROM factor_resets WHERE seq = $1", allowed.Seq) != 0) return;
            bool isNothing = Find(s, allowed.Person) is not null || !(allowed.Email is null ? SecondFactorDesk.IsOn(s, allowed.Person) : _wayBack.IsOpen(s, allowed));
            FactorReset begun = Begin(s, allowed, isNothing ? FactorResetEnd.Nothing : null);
            if (isNothing) return;
            _audit.Add(s, allowed.Email is null ? Act.FactorResetAllowed : Act.WayBackAllowed, allowed.Approver, allowed.Person, caller, Name(allowed.Seq), $"asked for by {allowed.Proposer}");
            if (allowed.Email is { } email)
            {
                // Of his own he has no address; what stops it is the line in his sessions.
                _letters.Send(s, email, (letters, to) => letters.WayBackAllowed(to, begun.DueAtMs));
                return;
            }
            string ticket = StopTicket(s, begun);
            _letters.Tell(s, allowed.Person, (letters, to) => letters.FactorResetAllowed(to, begun.DueAtMs, ticket));
        });
        Finish();
    }

    /// <summary>Begins the wait of somebody who comes in by wallets alone and has lost them, by the link of a letter to his confirmed address.</summary>
    public Result<FactorReset> BeginByLetter(string ticket, Caller caller)
    {
        Result<FactorReset> begun = _database.Write<Result<FactorReset>>(s =>
        {
            if (_tickets.Take(s, TicketPurpose.WayBack, ticket) is not { } taken || !_wayBack.IsByLetter(s, taken.Person) || PeopleDesk.Find(s, taken.Person)!.Person.Email != taken.Data)
                return new Refusal(IdentityCode.TokenInvalid, "This link was used, or has expired; ask for another.") { Field = "ticket" };
            if (Find(s, taken.Person) is not null) return new Refusal(IdentityCode.NotNow, "Something waits for this account already; when it is over or stopped, ask for another letter.");
            long seq = Math.Min(0, s.Number("SELECT MIN(seq) FROM factor_resets")) - 1;
            FactorReset reset = Begin(s, new FactorReset(seq, Change: 0, taken.Person, taken.Person, PersonId.Venue, _time.NowMs()) { Email = taken.Data }, ended: null);
            _audit.Add(s, Act.WayBackAllowed, taken.Person, taken.Person, caller, Name(seq), "by letter");
            string stop = StopTicket(s, reset);
            _letters.Send(s, taken.Data, (letters, to) => letters.WayBackAsked(to, reset.DueAtMs, stop));
            return reset;
        });
        if (begun.IsOk) Finish();
        return begun;
    }

    /// <summary>Its owner says no, in a session.</summary>
    public Refusal? Stop(PersonId person, Caller caller) => _database.Write(s =>
        Find(s, person) is { } waiting ? Stop(s, waiting, FactorResetEnd.StoppedByOwner, person, caller) : new Refusal(IdentityCode.NotNow, "Nobody is about to take anything off your account."));

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
        if (change == 0 || s.First($"{Select} WHERE change = $1 AND ended_at IS NULL", Read, change) is not { } waiting) return false;
        Stop(s, waiting, FactorResetEnd.TakenBack, actor, caller);
        return true;
    });

    /// <summary>Does what has waited long enough.</summary>
    public void Finish()
    {
        long now = _time.NowMs();
        foreach (FactorReset due in Waiting.Where(w => w.DueAtMs <= now))
        {
            SessionEnd why = due.Email is null ? SessionEnd.FactorReset : SessionEnd.WayBack;
            // Before it as well: a process that ends in between must not leave sessions that the factor opened and a sign-in that asks for none.
            EndSessions(due.Person, why);
            // It may have been stopped since it was looked at.
            if (_database.Write(s => Find(s, due.Person)?.Seq == due.Seq && Do(s, due, now))) EndSessions(due.Person, why);
        }
    }

    /// <summary>A lost factor that waits for somebody who showed that he has it needs no end any more.</summary>
    internal static void Drop(Statements s, PersonId person, TimeProvider time) => s.Run(
        "UPDATE factor_resets SET ended_at = $2, ended_how = $3 WHERE person = $1 AND ended_at IS NULL AND email IS NULL", person.Value, time.NowMs(), (int)FactorResetEnd.TurnedOff);

    private void EndSessions(PersonId person, SessionEnd why) => _sessions.EndAll(person, except: null, PersonId.Venue, why, caller: null);

    private FactorReset Begin(Statements s, FactorReset allowed, FactorResetEnd? ended)
    {
        FactorReset begun = allowed with { DueAtMs = allowed.AllowedAtMs + (long)_options.FactorResetDelay.TotalMilliseconds };
        s.Run(
            "INSERT INTO factor_resets (seq, change, person, proposer, approver, allowed_at, due_at, email, ended_at, ended_how) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            begun.Seq, begun.Change, begun.Person.Value, begun.Proposer.Value, begun.Approver.Value, begun.AllowedAtMs, begun.DueAtMs, begun.Email,
            ended is null ? null : _time.NowMs(), (int)(ended ?? 0));
        return begun;
    }

    private string StopTicket(Statements s, FactorReset begun) => _tickets.Issue(s, TicketPurpose.StopFactorReset, begun.Person, Name(begun.Seq), _options.FactorResetDelay);

    private bool Do(Statements s, FactorReset due, long now)
    {
        TicketOffice.Drop(s, TicketPurpose.StopFactorReset, due.Person);
        if (due.Email is null)
        {
            TakeOff(s, due, now);
        }
        else if (_wayBack.IsOpen(s, due))
        {
            _wayBack.Open(s, due);
        }
        else
        {
            // He has another way in by now, or the address is somebody else's.
            End(s, due.Seq, FactorResetEnd.Nothing);
            _audit.Add(s, Act.WayBackStopped, PersonId.Venue, due.Person, caller: null, Name(due.Seq), nameof(FactorResetEnd.Nothing));
            return false;
        }
        End(s, due.Seq, FactorResetEnd.Done);
        return true;
    }

    private void TakeOff(Statements s, FactorReset due, long now)
    {
        SecondFactorDesk.Drop(s, due.Person);
        TicketOffice.Drop(s, TicketPurpose.SecondFactor, due.Person);
        long payoutsFrom = now + (long)_options.PayoutAddressDelay.TotalMilliseconds;
        PayoutDesk.Hold(s, due.Person, payoutsFrom);
        _audit.Add(s, Act.FactorResetDone, PersonId.Venue, due.Person, caller: null, Name(due.Seq));
        _letters.Tell(s, due.Person, (letters, to) => letters.FactorResetDone(to, payoutsFrom));
    }

    private Refusal? Stop(Statements s, FactorReset waiting, FactorResetEnd how, PersonId actor, Caller caller)
    {
        End(s, waiting.Seq, how);
        TicketOffice.Drop(s, TicketPurpose.StopFactorReset, waiting.Person);
        _audit.Add(s, waiting.Email is null ? Act.FactorResetStopped : Act.WayBackStopped, actor, waiting.Person, caller, Name(waiting.Seq), how.ToString());
        if (waiting.Email is { } email) _letters.Send(s, email, static (letters, to) => letters.WayBackStopped(to));
        else _letters.Tell(s, waiting.Person, static (letters, to) => letters.FactorResetStopped(to));
        return null;
    }

    private void End(Statements s, long seq, FactorResetEnd how) =>
        s.Run("UPDATE factor_resets SET ended_at = $2, ended_how = $3 WHERE seq = $1", seq, _time.NowMs(), (int)how);

    private static FactorReset? Find(Statements s, PersonId person) => s.First($"{Select} WHERE person = $1 AND ended_at IS NULL", Read, person.Value);

    private static string Name(long seq) => seq.ToString(CultureInfo.InvariantCulture);

    private static FactorReset Read(Row r) => new(r.Long(0), r.Long(1), new(r.Long(2)), new(r.Long(3)), new(r.Long(4)), r.Long(5)) { DueAtMs = r.Long(6), Email = r.TextOrNull(7) };
}
