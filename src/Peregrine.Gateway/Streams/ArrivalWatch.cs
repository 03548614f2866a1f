namespace Peregrine.Gateway.Streams;

/// <summary>Asks the other end of a socket what has arrived of what its subscriptions told, one ping at a time: what is told meanwhile is asked about when that is answered.</summary>
/// <param name="wire">That can ask; none where nothing can, and then what was taken counts as arrived.</param>
/// <param name="again">There is more to ask about.</param>
internal sealed class ArrivalWatch(CorkedStream? wire, Action again)
{
    private readonly Lock _lock = new();
    private (Subscription Subscription, long Told)[] _asked = [];
    private long _pings;

    /// <summary>Behind what the sending loop has written, before it leaves.</summary>
    public void Ask(Subscription[] subscriptions)
    {
        if (!Array.Exists(subscriptions, static s => s.Told > 0)) return;
        (Subscription Subscription, long Told)[] told;
        lock (_lock)
        {
            if (_asked.Length > 0) return;
            told = [.. subscriptions.Select(static s => (s, s.Told)).Where(static t => t.Told > 0)];
            if (wire is not null)
            {
                _asked = told;
                wire.Ping(++_pings);
                return;
            }
        }
        foreach ((Subscription subscription, long to) in told) subscription.Arrived(to);
    }

    /// <summary>By the loop that reads.</summary>
    public void Hear(long ping)
    {
        (Subscription, long)[] answered;
        lock (_lock)
        {
            if (ping != _pings) return;
            (answered, _asked) = (_asked, []);
        }
        bool more = false;
        foreach ((Subscription subscription, long to) in answered)
        {
            subscription.Arrived(to);
            more |= subscription.Told > 0;
        }
        if (more) again();
    }
}
