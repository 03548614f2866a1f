using System.Security.Cryptography;
using Peregrine.Identity.Audit;
using Peregrine.Identity.People;
using Peregrine.Identity.Secrets;
using Peregrine.Identity.Storage;

namespace Peregrine.Identity.Sessions;

/// <summary>Begins, continues, lists and ends sessions, however their owners signed in.</summary>
public sealed class SessionDesk
{
    private const string Purpose = "session";
    private static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    private readonly Database _database;
    private readonly AuditTrail _audit;
    private readonly SecretBox _box;
    private readonly AccessTokens _tokens;
    private readonly EndedSessions _ended;
    private readonly IdentityOptions _options;
    private readonly TimeProvider _time;

    internal SessionDesk(Database database, AuditTrail audit, SecretBox box, AccessTokens tokens, EndedSessions ended, IdentityOptions options, TimeProvider time)
    {
        (_database, _audit, _box, _tokens, _ended, _options, _time) = (database, audit, box, tokens, ended, options, time);
        LoadEnded();
    }

    /// <summary>A session is over, and that is on the disk: whoever holds its sockets closes them.</summary>
    public Action<Id128>? OnEnded { get; set; }

    /// <summary>The next pair of tokens for the present refresh token.</summary>
    /// <remarks>
    /// An older one ends the session, because somebody has a copy. Only the one just before, and only for some seconds, gives once more what it gave: the answer may have
    /// been lost, or two tabs asked at once. A thief gains nothing by it: of two who hold the same token, one will be the second to use it.
    /// </remarks>
    public Result<TokenPair> Refresh(string refreshToken, Caller caller)
    {
        if (!RefreshToken.TryRead(refreshToken, out RefreshToken claim)) return Invalid();
        Step step = _database.Write(s => Continue(s, claim, refreshToken, caller));
        if (step.Refusal?.Code == IdentityCode.TokenReused) Announce(claim.Session);
        return step.Grant is { } grant ? Issue(grant, step.Account) : step.Refusal!;
    }

    /// <summary>The person's sessions that are alive, the last used first.</summary>
    public IReadOnlyList<SessionInfo> Of(PersonId person)
    {
        long now = _time.NowMs();
        return _database.Read(s => s.Rows(
            "SELECT id, method, device, address, created_at, last_used_at, expires_at FROM sessions "
            + "WHERE person = $1 AND ended_at IS NULL AND expires_at > $2 AND last_used_at > $3 ORDER BY last_used_at DESC, id",
            static r => new SessionInfo(r.Id(0), (SignInMethod)r.Byte(1), r.Text(2), r.Text(3), r.Long(4), r.Long(5), r.Long(6)),
            person.Value, now, now - Ms(_options.SessionIdleMax)));
    }

    /// <summary>Ends one session of a person.</summary>
    public Refusal? End(PersonId person, Id128 session, PersonId actor, SessionEnd why, Caller? caller)
    {
        bool done = _database.Write(s => End(s, person, session, actor, why, caller));
        if (!done) return new Refusal(IdentityCode.UnknownSession, "There is no such session.");
        Announce(session);
        return null;
    }

    /// <summary>Ends all of a person's sessions but one, or all; says how many there were.</summary>
    public int EndAll(PersonId person, Id128? except, PersonId actor, SessionEnd why, Caller? caller)
    {
        List<Id128> ended = _database.Write(s =>
        {
            List<Id128> open = s.Rows("SELECT id FROM sessions WHERE person = $1 AND ended_at IS NULL", static r => r.Id(0), person.Value);
            open.RemoveAll(id => id == except);
            foreach (Id128 id in open) End(s, person, id, actor, why, caller);
            return open;
        });
        foreach (Id128 id in ended) Announce(id);
        return ended.Count;
    }

    /// <summary>Begins a session for whom <paramref name="admit"/> lets in, in one transaction with what it writes; null when it lets nobody in.</summary>
    /// <remarks>How it began is asked when somebody was let in, for that may be what tells it.</remarks>
    internal SessionGrant? Begin(Func<SignInMethod> method, Caller caller, Func<Statements, Person?> admit)
    {
        List<Id128> displaced = [];
        SessionGrant? grant = _database.Write(s =>
        {
            if (admit(s) is not { } person) return null;
            displaced = MakeRoom(s, person.Id, caller);
            return Open(s, person, method(), caller);
        });
        foreach (Id128 id in displaced) Announce(id);
        return grant;
    }

    internal TokenPair Issue(SessionGrant grant, int account)
    {
        string access = _tokens.Issue(grant, account, out long accessExpiresAtMs);
        string refresh = new RefreshToken(grant.Session, grant.Generation).Spell(grant.RefreshKey);
        return new TokenPair(grant.Session, access, accessExpiresAtMs, refresh, Math.Min(grant.ExpiresAtMs, _time.NowMs() + Ms(_options.SessionIdleMax)));
    }

    /// <summary>Drops what has been over for long; the audit trail keeps that it was.</summary>
    internal void Tidy(Statements s)
    {
        s.Run("DELETE FROM sessions WHERE expires_at < $1", _time.NowMs() - Ms(Kept));
        _ended.Tidy();
    }

    private SessionGrant Open(Statements s, Person person, SignInMethod method, Caller caller)
    {
        Id128 id = Id128.Random();
        byte[] row = id.ToBytes();
        byte[] key = RandomNumberGenerator.GetBytes(32);
        long now = _time.NowMs();
        long expires = now + Ms(_options.SessionLife);
        s.Run(
            "INSERT INTO sessions (id, person, method, refresh_key, generation, rotated_at, created_at, last_used_at, expires_at, device, address) "
            + "VALUES ($1, $2, $3, $4, 1, $5, $5, $5, $6, $7, $8)",
            row, person.Id.Value, (int)method, _box.Seal(Purpose, row, key), now, expires, caller.Device, caller.Address.ToString());
        _audit.Add(s, Act.SignedIn, person.Id, person.Id, caller, id.ToString(), method.ToString());
        return new SessionGrant(id, person, key, 1, expires);
    }

    private List<Id128> MakeRoom(Statements s, PersonId person, Caller caller)
    {
        List<Id128> over = s.Rows(
            "SELECT id FROM sessions WHERE person = $1 AND ended_at IS NULL ORDER BY last_used_at DESC, id LIMIT -1 OFFSET $2",
            static r => r.Id(0), person.Value, _options.SessionsMax - 1);
        foreach (Id128 id in over) End(s, person, id, PersonId.Venue, SessionEnd.Displaced, caller);
        return over;
    }

    private Step Continue(Statements s, RefreshToken claim, string text, Caller caller)
    {
        byte[] row = claim.Session.ToBytes();
        Stored? stored = s.First(
            "SELECT s.person, s.refresh_key, s.generation, s.rotated_at, s.last_used_at, s.expires_at, s.ended_at, p.email, p.role, p.created_at, "
            + "COALESCE((SELECT engine_account FROM accounts a WHERE a.person = p.id AND a.parent IS NULL), 0) "
            + "FROM sessions s JOIN people p ON p.id = s.person WHERE s.id = $1",
            ReadStored, row);
        if (stored is null) return new(Invalid());
        byte[] key = _box.Open(Purpose, row, stored.SealedKey);
        if (!claim.IsSealedBy(key, text)) return new(Invalid());
        if (stored.EndedAt is not null) return new(new Refusal(IdentityCode.SessionEnded, "This session was ended."));
        long now = _time.NowMs();
        if (now >= stored.ExpiresAt || now >= stored.LastUsedAt + Ms(_options.SessionIdleMax))
            return new(new Refusal(IdentityCode.TokenExpired, "This session has expired."));
        if (claim.Generation > stored.Generation) return new(Invalid());
        bool isPresent = claim.Generation == stored.Generation;
        bool isJustPast = claim.Generation == stored.Generation - 1 && now - stored.RotatedAt <= Ms(_options.RefreshGrace);
        if (!isPresent && !isJustPast)
        {
            _audit.Add(s, Act.RefreshReused, PersonId.Venue, stored.Person.Id, caller, claim.Session.ToString());
            End(s, stored.Person.Id, claim.Session, PersonId.Venue, SessionEnd.RefreshReused, caller);
            return new(new Refusal(IdentityCode.TokenReused, "This refresh token was used before, so its session was ended. Sign in again."));
        }
        if (isPresent)
        {
            s.Run(
                "UPDATE sessions SET generation = generation + 1, rotated_at = $2, last_used_at = $2, device = $3, address = $4 WHERE id = $1",
                row, now, caller.Device, caller.Address.ToString());
        }
        int generation = isPresent ? stored.Generation + 1 : stored.Generation;
        return new(Refusal: null, new SessionGrant(claim.Session, stored.Person, key, generation, stored.ExpiresAt), stored.Account);
    }

    private bool End(Statements s, PersonId person, Id128 session, PersonId actor, SessionEnd why, Caller? caller)
    {
        int changed = s.Run(
            "UPDATE sessions SET ended_at = $3, ended_by = $4 WHERE id = $1 AND person = $2 AND ended_at IS NULL",
            session.ToBytes(), person.Value, _time.NowMs(), (int)why);
        if (changed != 0) _audit.Add(s, Act.SessionEnded, actor, person, caller, session.ToString(), why.ToString());
        return changed != 0;
    }

    private void Announce(Id128 session)
    {
        _ended.Add(session, _time.NowMs());
        OnEnded?.Invoke(session);
    }

    // After a restart tokens of sessions that ended just before it must not come to life.
    private void LoadEnded()
    {
        long since = _time.NowMs() - Ms(_options.AccessTokenLife) - Ms(_options.ClockSkew);
        foreach (var (id, endedAt) in _database.Read(s => s.Rows("SELECT id, ended_at FROM sessions WHERE ended_at >= $1", static r => (r.Id(0), r.Long(1)), since)))
            _ended.Add(id, endedAt);
    }

    private static Refusal Invalid() => new(IdentityCode.TokenInvalid, "This is no refresh token of ours.");

    private static long Ms(TimeSpan span) => (long)span.TotalMilliseconds;

    private static Stored ReadStored(Row r)
    {
        var person = new Person(new(r.Long(0)), r.TextOrNull(7), (Role)r.Byte(8), r.Long(9));
        return new Stored(person, r.Blob(1), r.Int(2), r.Long(3), r.Long(4), r.Long(5), r.LongOrNull(6), r.Int(10));
    }

    private sealed record Stored(
        Person Person, byte[] SealedKey, int Generation, long RotatedAt, long LastUsedAt, long ExpiresAt, long? EndedAt, int Account);

    private sealed record Step(Refusal? Refusal, SessionGrant? Grant = null, int Account = 0);
}
