using Peregrine.Gateway.Auth;

namespace Peregrine.Gateway.Fapi.Streams;

/// <summary>One listen key: whose events, until when, and how far they surely came on each of its sockets.</summary>
internal sealed class ListenKey(string name, string apiKey, Principal who)
{
    private const long ResumeMs = 60_000;
    private readonly Lock _lock = new();
    // Of sockets that are there, and of those that left lately: who comes back does not say which he was.
    private readonly List<ListenPlace> _places = [];
    private long _untilMs;

    public string Name => name;

    public string ApiKey => apiKey;

    public Principal Who => who;

    public bool IsAlive(long nowMs) => nowMs < Volatile.Read(ref _untilMs);

    /// <summary>False when it is over: what is over does not begin again.</summary>
    public bool TryExtend(long nowMs, long forMs)
    {
        lock (_lock)
        {
            if (_untilMs != 0 && nowMs >= _untilMs) return false;
            Volatile.Write(ref _untilMs, nowMs + forMs);
            return true;
        }
    }

    public void Close() => Volatile.Write(ref _untilMs, 1);

    /// <summary>The place of a new socket: behind what surely came on all others, so that whoever is back soon is told what was lost with his last socket or happened since.</summary>
    /// <param name="nowMs">The moment.</param>
    /// <param name="isKept">Whether everything behind a command can still be told.</param>
    public ListenPlace Enter(long nowMs, Predicate<long> isKept)
    {
        lock (_lock)
        {
            _places.RemoveAll(p => nowMs - p.LeftMs > ResumeMs);
            long[] told = [.. _places.Where(p => p.Seq >= 0 && isKept(p.Seq)).Select(static p => p.Seq)];
            var place = new ListenPlace { Seq = told.Length > 0 ? told.Min() : -1 };
            _places.Add(place);
            return place;
        }
    }

    /// <summary>A socket has everything up to this command, or began behind it.</summary>
    public void Arrived(ListenPlace place, long seq)
    {
        lock (_lock) place.Seq = Math.Max(place.Seq, seq);
    }

    public void Leave(ListenPlace place, long nowMs)
    {
        lock (_lock) place.LeftMs = nowMs;
    }
}
