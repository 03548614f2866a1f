using Peregrine.Identity.Accounts;
using Peregrine.Identity.Attempts;
using Peregrine.Identity.Audit;
using Peregrine.Identity.Mail;
using Peregrine.Identity.People;
using Peregrine.Identity.SecondFactors;
using Peregrine.Identity.Sessions;
using Peregrine.Identity.Storage;

namespace Peregrine.Identity.Links;

/// <summary>Wallets and accounts elsewhere by which people come in: whose they are, added and taken away.</summary>
/// <remarks>A person is known by the name that never changes, and never by an e-mail address alone: whoever has an account here shows its own way in before another is linked to it.</remarks>
public sealed class LinkDesk
{
    private const int PerPersonMax = 10;

    private readonly Database _database;
    private readonly AuditTrail _audit;
    private readonly AttemptCounter _attempts;
    private readonly Entrance _entrance;
    private readonly EmailDesk _emails;
    private readonly LetterDesk _letters;
    private readonly AccountDesk _accounts;
    private readonly SessionDesk _sessions;
    private readonly SecondFactorDesk _factors;
    private readonly StandingLinks _standing;
    private readonly FreshSignIns _fresh;
    private readonly TimeProvider _time;

    internal LinkDesk(
        Database database, AuditTrail audit, AttemptCounter attempts, Entrance entrance, EmailDesk emails, LetterDesk letters, AccountDesk accounts, SessionDesk sessions,
        SecondFactorDesk factors, StandingLinks standing, FreshSignIns fresh, TimeProvider time)
    {
        (_database, _audit, _attempts, _entrance) = (database, audit, attempts, entrance);
        (_emails, _letters, _accounts, _sessions, _factors, _standing, _fresh, _time) = (emails, letters, accounts, sessions, factors, standing, fresh, time);
    }

    public IReadOnlyList<LinkInfo> Of(PersonId person) => _database.Read(s => s.Rows(
        "SELECT id, method, label, created_at FROM links WHERE person = $1 ORDER BY id", static r => new LinkInfo(r.Long(0), (SignInMethod)r.Byte(1), r.Text(2), r.Long(3)), person.Value));

    /// <summary>Takes a way in away, unless it is the last, and ends every other session: whoever came by it is out.</summary>
    public Refusal? Unlink(PersonId person, Id128 session, long id, Caller caller)
    {
        Refusal? refusal = _database.Write(s =>
        {
            if (s.First("SELECT method, label FROM links WHERE id = $1 AND person = $2", static r => new Way((SignInMethod)r.Byte(0), r.Text(1)), id, person.Value) is not { } way)
                return new Refusal(IdentityCode.UnknownLink, "There is no such way in.");
            long ways = s.Number("SELECT (SELECT COUNT(*) FROM links WHERE person = $1) + (SELECT COUNT(*) FROM people WHERE id = $1 AND password_hash IS NOT NULL)", person.Value);
            if (ways < 2) return new Refusal(IdentityCode.NotNow, "This is your last way in; make another first.");
            bool isShown = _factors.IsShown(s, person, session);
            if (!MayRemove(s, person, session, id, isShown)) return new Refusal(IdentityCode.NotNow, "Your other ways in are too new to be all you have. Take this one away when one of them has waited as long as a new withdrawal address.");
            if (way.Method == SignInMethod.Wallet) _standing.HoldUnlessShown(s, person, isShown);
            s.Run("DELETE FROM links WHERE id = $1", id);
            _audit.Add(s, Act.Unlinked, person, person, caller, id.ToString(System.Globalization.CultureInfo.InvariantCulture), way.Method.ToString());
            _letters.Tell(s, person, (letters, to) => letters.WayInRemoved(to, way.ToString()));
            return null;
        });
        if (refusal is null) _sessions.EndAll(person, except: session, person, SessionEnd.WayClosed, caller);
        return refusal;
    }

    /// <summary>Lets in whom the claim is linked to, or a new person; in one transaction with <paramref name="prove"/>, which says no by a refusal.</summary>
    internal ValueTask<Result<SignedIn>> Enter(Claim claim, Func<Statements, Refusal?> prove, Caller caller)
    {
        Refusal? refusal = null;
        return _entrance.Enter(claim.Method, caller, Admit, () => refusal!);

        Person? Admit(Statements s)
        {
            refusal = prove(s);
            if (refusal is not null) return null;
            PersonId owner = OwnerOf(s, claim);
            if (owner == PersonId.Venue) refusal = SignUp(s, claim, caller, out owner);
            return refusal is null ? PeopleDesk.Find(s, owner)!.Person : null;
        }
    }

    /// <summary>Gives a person who is signed in another way in.</summary>
    internal Result<LinkInfo> Link(PersonId person, Claim claim, Func<Statements, Refusal?> prove, Caller caller)
    {
        // Whoever signed up with a stranger's address must not keep a way in when its owner comes and takes the account over by letter.
        if (_emails.RequireConfirmed(person) is { } unconfirmed) return unconfirmed;
        return _database.Write<Result<LinkInfo>>(s =>
        {
            if (prove(s) is { } refusal) return refusal;
            PersonId owner = OwnerOf(s, claim);
            if (owner != PersonId.Venue)
                return new Refusal(IdentityCode.NotNow, owner == person ? "This is linked to your account already." : "This is linked to another account; unlink it there first.");
            if (s.Number("SELECT COUNT(*) FROM links WHERE person = $1", person.Value) >= PerPersonMax) return new Refusal(IdentityCode.NotNow, $"There are at most {PerPersonMax} of these.");
            long id = Add(s, person, claim, _time.NowMs(), caller);
            _letters.Tell(s, person, (letters, to) => letters.WayInAdded(to, new Way(claim.Method, claim.Label).ToString()));
            return new LinkInfo(id, claim.Method, claim.Label, _time.NowMs());
        });
    }

    // Whoever has a session and the owner's browser, but nothing that only the owner knows, must not leave him without a way in.
    private bool MayRemove(Statements s, PersonId person, Id128 session, long link, bool isShown) =>
        isShown || StandingLinks.HasPassword(s, person) || _standing.AnyBut(s, person, link) || _fresh.Of(s, person, session) == Freshness.Fresh;

    private Refusal? SignUp(Statements s, Claim claim, Caller caller, out PersonId person)
    {
        person = PersonId.Venue;
        string? email = EmailAddress.TryParse(claim.Email ?? "", out EmailAddress address) ? address.Text : null;
        if (email is not null && PeopleDesk.Find(s, address) is not null)
            return new Refusal(IdentityCode.LinkNeeded, "There is an account with this e-mail address. Sign in the way you did before, and link this one there.");
        if (!_attempts.TryTake(s, [_attempts.Of(AttemptScope.SignUpFromAddress, caller.Address)], out long retryAfterMs))
            return new Refusal(IdentityCode.TooManyAttempts, "There were too many sign-ups. Wait a little.") { RetryAfterMs = retryAfterMs };
        long now = _time.NowMs();
        person = new PersonId(s.Insert(
            "INSERT INTO people (email, email_confirmed_at, role, created_at) VALUES ($1, $2, $3, $4)", email, email is null ? null : now, (int)Role.Trader, now));
        _audit.Add(s, Act.SignedUp, person, person, caller);
        _accounts.WantRoot(s, person, caller);
        Add(s, person, claim, now, caller);
        return null;
    }

    private long Add(Statements s, PersonId person, Claim claim, long now, Caller caller)
    {
        long id = s.Insert(
            "INSERT INTO links (person, method, subject, label, created_at) VALUES ($1, $2, $3, $4, $5)", person.Value, (int)claim.Method, claim.Subject, claim.Label, now);
        _audit.Add(s, Act.Linked, person, person, caller, id.ToString(System.Globalization.CultureInfo.InvariantCulture), claim.Method.ToString());
        return id;
    }

    private static PersonId OwnerOf(Statements s, Claim claim) => new(s.Number("SELECT person FROM links WHERE method = $1 AND subject = $2", (int)claim.Method, claim.Subject));

    /// <summary>As its owner knows it.</summary>
    private sealed record Way(SignInMethod Method, string Label)
    {
        public override string ToString() => $"{Method}: {Label}";
    }
}
