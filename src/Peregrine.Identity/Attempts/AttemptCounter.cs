using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Peregrine.Identity.Storage;

namespace Peregrine.Identity.Attempts;

/// <summary>One thing that is counted: the scope, and whom in it. Whom is hashed under a key, so that the table is no address book.</summary>
internal readonly record struct Attempt(AttemptScope Scope, byte[] Subject);

/// <summary>Counts attempts before they are made, and takes back those that were good: many at once are counted like many one by one.</summary>
internal sealed class AttemptCounter(TimeProvider time, byte[] subjectKey, int signUpsFree)
{
    private const int SubjectBytes = 16;
    private const int V6NetworkBytes = 8;

    public Attempt Of(AttemptScope scope, string subject) => Keyed(scope, Encoding.UTF8.GetBytes(subject));

    /// <summary>Who has one IPv6 address has 2⁶⁴ of them: the network counts.</summary>
    public Attempt Of(AttemptScope scope, IPAddress address)
    {
        byte[] bytes = address.GetAddressBytes();
        return Keyed(scope, address.AddressFamily == AddressFamily.InterNetworkV6 ? bytes[..V6NetworkBytes] : bytes);
    }

    /// <summary>Counts all of them, or none and says how long to wait.</summary>
    public bool TryTake(Statements s, ReadOnlySpan<Attempt> attempts, out long retryAfterMs)
    {
        long now = time.NowMs();
        retryAfterMs = 0;
        foreach (Attempt attempt in attempts)
        {
            long until = s.Number("SELECT blocked_until FROM attempts WHERE scope = $1 AND subject = $2", (int)attempt.Scope, attempt.Subject);
            retryAfterMs = Math.Max(retryAfterMs, until - now);
        }
        if (retryAfterMs > 0) return false;
        foreach (Attempt attempt in attempts) Count(s, in attempt, now);
        return true;
    }

    /// <summary>It was good after all: it counts for nothing, and neither do those before it.</summary>
    public static void Forget(Statements s, Attempt attempt) =>
        s.Run("DELETE FROM attempts WHERE scope = $1 AND subject = $2", (int)attempt.Scope, attempt.Subject);

    /// <summary>It was good, but those before it still count: nobody washes an address clean with an account of his own.</summary>
    public static void TakeBack(Statements s, Attempt attempt) => s.Run(
        "UPDATE attempts SET failures = failures - 1, blocked_until = 0 WHERE scope = $1 AND subject = $2 AND failures > 0", (int)attempt.Scope, attempt.Subject);

    /// <summary>Drops what counts no more.</summary>
    public void Tidy(Statements s) => s.Run("DELETE FROM attempts WHERE last_at < $1", time.NowMs() - AttemptPolicy.ForgetAllAfterMs);

    private void Count(Statements s, in Attempt attempt, long now)
    {
        AttemptPolicy policy = AttemptPolicy.Of(attempt.Scope, signUpsFree);
        long failures = 1 + s.Number(
            "SELECT failures FROM attempts WHERE scope = $1 AND subject = $2 AND last_at > $3", (int)attempt.Scope, attempt.Subject, now - policy.ForgetAfterMs);
        long wait = policy.WaitMs(failures);
        s.Run(
            "INSERT INTO attempts (scope, subject, failures, last_at, blocked_until) VALUES ($1, $2, $3, $4, $5) "
            + "ON CONFLICT (scope, subject) DO UPDATE SET failures = $3, last_at = $4, blocked_until = $5",
            (int)attempt.Scope, attempt.Subject, failures, now, wait == 0 ? 0 : now + wait);
    }

    private Attempt Keyed(AttemptScope scope, byte[] subject) => new(scope, HMACSHA256.HashData(subjectKey, subject)[..SubjectBytes]);
}
