using System.Collections.Concurrent;

namespace Peregrine.Identity.Sessions;

/// <summary>Sessions that ended while access tokens of theirs were still good. Each is remembered for as long as such a token can live.</summary>
internal sealed class EndedSessions(TimeProvider time, TimeSpan tokenLife)
{
    private readonly ConcurrentDictionary<Id128, long> _until = new();

    public void Add(Id128 session, long endedAtMs) => _until[session] = endedAtMs + (long)tokenLife.TotalMilliseconds;

    public bool Contains(Id128 session) => _until.ContainsKey(session);

    public void Tidy()
    {
        long now = time.NowMs();
        foreach ((Id128 session, long until) in _until)
        {
            if (until < now) _until.TryRemove(session, out _);
        }
    }
}
