using System.Collections.Concurrent;

namespace Peregrine.Client.Signing;

/// <summary>Gives each changing request of a key a millisecond of its own.</summary>
/// <remarks>
/// The same request signed twice within a millisecond has one signature, and the venue takes the second for the first sent again: of two equal orders one would be placed.
/// So timestamps of a key rise strictly, whoever uses it in this process; a burst runs at most some milliseconds ahead of the clock, and then waits for it.
/// </remarks>
internal sealed class KeyClock
{
    internal const long AheadMaxMs = 5;
    // Counting alone never gets here: the clock was set back, and to wait for it to return could take hours.
    private const long SetBackMs = 1_000;

    private static readonly ConcurrentDictionary<string, KeyClock> Clocks = new(StringComparer.Ordinal);

    private long _last;

    /// <summary>The clock of a key, the same for whoever names it.</summary>
    public static KeyClock Of(string keyId) => Clocks.GetOrAdd(keyId, static _ => new KeyClock());

    /// <summary>The next timestamp; false while the clock has to catch up.</summary>
    public bool TryNext(long nowMs, out long stamp)
    {
        while (true)
        {
            long last = Volatile.Read(ref _last);
            stamp = last - nowMs > SetBackMs ? nowMs : Math.Max(nowMs, last + 1);
            if (stamp > nowMs + AheadMaxMs) return false;
            if (Interlocked.CompareExchange(ref _last, stamp, last) == last) return true;
        }
    }
}
