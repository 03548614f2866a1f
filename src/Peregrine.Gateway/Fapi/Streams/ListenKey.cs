using Peregrine.Gateway.Auth;

namespace Peregrine.Gateway.Fapi.Streams;

/// <summary>One listen key: whose events, until when, and how far they were told.</summary>
internal sealed class ListenKey(string name, string apiKey, Principal who)
{
    private const long ResumeMs = 60_000;
    private readonly Lock _lock = new();
    private long _untilMs;
    private long _toldSeq = -1;
    private long _toldAtMs;

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

    /// <summary>Everything up to this command was sent on some socket.</summary>
    public void Told(long seq, long nowMs)
    {
        lock (_lock) (_toldSeq, _toldAtMs) = (Math.Max(_toldSeq, seq), nowMs);
    }

    /// <summary>Where a socket that comes back soon goes on, so that what happened while it was away is not lost; −1 when it begins with the present.</summary>
    public long ResumeSeq(long nowMs)
    {
        lock (_lock) return nowMs - _toldAtMs <= ResumeMs ? _toldSeq : -1;
    }
}
