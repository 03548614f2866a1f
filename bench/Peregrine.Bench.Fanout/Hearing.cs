using System.Buffers.Text;
using System.Collections.Concurrent;

namespace Peregrine.Bench.Fanout;

/// <summary>How late messages came, by the time that stands in them, to the millisecond; in all, and of each message to everybody.</summary>
internal sealed class Hearing
{
    private readonly ConcurrentDictionary<long, Telling> _tellings = new();
    private volatile bool _counts;

    public Latencies All { get; private set; } = new();

    /// <summary>From now on, anew.</summary>
    public void Begin()
    {
        All = new Latencies();
        _tellings.Clear();
        _counts = true;
    }

    public void End() => _counts = false;

    public void Hear(ReadOnlySpan<byte> message)
    {
        if (!_counts || TimeIn(message) is not { } saidMs) return;
        TimeSpan late = DateTime.UtcNow - DateTime.UnixEpoch - TimeSpan.FromMilliseconds(saidMs);
        All.Add(late);
        _tellings.GetOrAdd(saidMs, static _ => new Telling()).Add(late);
    }

    /// <summary>Of every message that everybody heard: when half of them had, and when the last one had.</summary>
    public IReadOnlyList<(TimeSpan Half, TimeSpan Last)> Rounds(int listeners) =>
        [.. _tellings.Values.Where(t => t.Late.Count == listeners).Select(static t => (t.Late.Percentile(0.5), t.Last))];

    // The last time in it: of a list the newest.
    private static long? TimeIn(ReadOnlySpan<byte> message) => After("\"t\":"u8, message) ?? After("\"time\":"u8, message);

    private static long? After(ReadOnlySpan<byte> name, ReadOnlySpan<byte> message)
    {
        int at = message.LastIndexOf(name);
        return at >= 0 && Utf8Parser.TryParse(message[(at + name.Length)..], out long ms, out _) ? ms : null;
    }

    private sealed class Telling
    {
        private long _last;

        public Latencies Late { get; } = new();

        public TimeSpan Last => TimeSpan.FromTicks(Interlocked.Read(ref _last));

        public void Add(TimeSpan late)
        {
            Late.Add(late);
            long seen;
            while (late.Ticks > (seen = Interlocked.Read(ref _last)) && Interlocked.CompareExchange(ref _last, late.Ticks, seen) != seen)
            {
                // Somebody was later still meanwhile.
            }
        }
    }
}
