using System.Security.Cryptography;
using Peregrine.Identity.Audit;
using Peregrine.Identity.Secrets;
using Peregrine.Identity.Storage;

namespace Peregrine.Identity.Sessions;

/// <summary>The keys that sign access tokens: one signs, those before it are good until their last token has expired. Nobody is logged out by a change.</summary>
internal sealed class SigningKeys
{
    private const string Purpose = "signing-key";

    private readonly Database _database;
    private readonly AuditTrail _audit;
    private readonly SecretBox _box;
    private readonly IdentityOptions _options;
    private readonly TimeProvider _time;
    private readonly Lock _changing = new();
    private volatile SigningKey[] _keys;

    public SigningKeys(Database database, AuditTrail audit, SecretBox box, IdentityOptions options, TimeProvider time)
    {
        (_database, _audit, _box, _options, _time) = (database, audit, box, options, time);
        _keys = database.Read(Load);
    }

    /// <summary>The key that signs now; a new one when the last has signed long enough.</summary>
    public SigningKey Current()
    {
        if (Signing() is { } key) return key;
        lock (_changing)
        {
            if (Signing() is null) Rotate(dropOld: false);
            return _keys[^1];
        }
    }

    /// <summary>Finds the key whose header this is. Headers are public, so the comparison may stop early.</summary>
    public SigningKey? Find(ReadOnlySpan<byte> header)
    {
        foreach (SigningKey key in _keys)
        {
            if (header.SequenceEqual(key.Header)) return key;
        }
        return null;
    }

    /// <param name="dropOld">After a leak: every access token there is ends now, and clients fetch another with their refresh token.</param>
    public void Rotate(bool dropOld)
    {
        lock (_changing)
        {
            long now = _time.NowMs();
            long oldGoodUntil = dropOld ? now : now + Ms(_options.AccessTokenLife) + Ms(_options.ClockSkew);
            _keys = _database.Write(s =>
            {
                s.Run("UPDATE signing_keys SET signs_until = MIN(signs_until, $1), good_until = MIN(good_until, $2)", now, oldGoodUntil);
                s.Run("DELETE FROM signing_keys WHERE good_until <= $1", now);
                Add(s, now);
                if (dropOld) _audit.Add(s, Act.SigningKeysDropped, PersonId.Venue, PersonId.Venue, caller: null);
                return Load(s);
            });
        }
    }

    private SigningKey? Signing() => _keys is [.., { } newest] && newest.SignsUntilMs > _time.NowMs() ? newest : null;

    private void Add(Statements s, long now)
    {
        Id128 id = Id128.Random();
        byte[] row = id.ToBytes();
        long signsUntil = now + Ms(_options.SigningKeyLife);
        long goodUntil = signsUntil + Ms(_options.AccessTokenLife) + Ms(_options.ClockSkew);
        byte[] secret = RandomNumberGenerator.GetBytes(SigningKey.SecretBytes);
        s.Run(
            "INSERT INTO signing_keys (id, secret, created_at, signs_until, good_until) VALUES ($1, $2, $3, $4, $5)",
            row, _box.Seal(Purpose, row, secret), now, signsUntil, goodUntil);
        _audit.Add(s, Act.SigningKeyMade, PersonId.Venue, PersonId.Venue, caller: null, id.ToString());
    }

    // By how long they sign: the newest is the last, also when two were made in one millisecond.
    private SigningKey[] Load(Statements s) => [.. s.Rows(
        "SELECT id, secret, signs_until, good_until FROM signing_keys ORDER BY signs_until",
        r => new SigningKey(r.Id(0), _box.Open(Purpose, r.Blob(0), r.Blob(1)), r.Long(2), r.Long(3)))];

    private static long Ms(TimeSpan span) => (long)span.TotalMilliseconds;
}
