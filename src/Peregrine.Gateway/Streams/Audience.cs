using System.Collections.Concurrent;

namespace Peregrine.Gateway.Streams;

/// <summary>Who listens to what. What happens wakes the sockets that it concerns, however many others are open.</summary>
/// <remarks>
/// A socket listens before it reads for the first time, and what happens is known to the folds before anybody is woken: so a socket that comes in
/// between has read it.
/// </remarks>
/// <param name="newestOf">The number of a market's or a book's last change.</param>
internal sealed class Audience(Func<NewsSource, long> newestOf)
{
    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<int, Listeners> _accounts = new();
    private readonly ConcurrentDictionary<NewsSource, Listeners> _others = new();
    // Of the accounts whose state changed since the last news; the feeding thread's.
    private readonly List<Listeners> _changed = [];

    /// <summary>A socket's subscriptions are others from now on.</summary>
    public void Move(IListener socket, Subscription[] before, Subscription[] after)
    {
        HashSet<NewsSource> now = [.. after.SelectMany(static s => s.Sources)], was = [.. before.SelectMany(static s => s.Sources)];
        lock (_lock)
        {
            foreach (NewsSource source in now)
            {
                if (!was.Contains(source)) Of(source).Add(socket);
            }
            foreach (NewsSource source in was)
            {
                if (!now.Contains(source)) Leave(source, socket);
            }
        }
    }

    /// <summary>A command changed the account. By the feeding thread, as what follows.</summary>
    public void Changed(int account)
    {
        if (!_accounts.TryGetValue(account, out Listeners? listeners) || listeners.IsNoted) return;
        listeners.IsNoted = true;
        _changed.Add(listeners);
    }

    /// <summary>Wakes whoever listens to what changed since the last time.</summary>
    public void Wake()
    {
        foreach (Listeners listeners in _changed)
        {
            listeners.IsNoted = false;
            listeners.Ring();
        }
        _changed.Clear();
        foreach ((NewsSource source, Listeners listeners) in _others)
        {
            if (source.Kind == NewsKind.Clock) continue;
            long newest = newestOf(source);
            if (newest == listeners.Newest) continue;
            listeners.Newest = newest;
            listeners.Ring();
        }
    }

    /// <summary>Wakes those of whose subscriptions one is due.</summary>
    public void Beat(long nowMs)
    {
        if (_others.TryGetValue(NewsSource.Clock, out Listeners? listeners)) listeners.RingIfDue(nowMs);
    }

    private Listeners Of(NewsSource source) =>
        source.Kind == NewsKind.Account ? _accounts.GetOrAdd(source.Id, static _ => new Listeners()) : _others.GetOrAdd(source, static _ => new Listeners());

    private void Leave(NewsSource source, IListener socket)
    {
        if (!Of(source).Remove(socket)) return;
        if (source.Kind == NewsKind.Account) _accounts.TryRemove(source.Id, out _);
        else _others.TryRemove(source, out _);
    }
}
