using Peregrine.Gateway.Auth;

namespace Peregrine.Gateway.Fapi.Streams;

/// <summary>One listen key: whose events, until when, and how far they surely came.</summary>
internal sealed class ListenKey(string name, string apiKey, Principal who)
{
    private const long ResumeMs = 60_000;
    private readonly Lock _lock = new();
    private long _untilMs;
    private long _sureSeq = -1;
    private long _leftAtMs;
    private int _sockets;

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

    /// <summary>Where a socket begins: behind what surely came when it is back soon, so that what was lost with the last one or happened since is told; −1 when it begins with the present.</summary>
    public long Enter(long nowMs)
    {
        lock (_lock) return _sockets++ > 0 || nowMs - _leftAtMs <= ResumeMs ? _sureSeq : -1;
    }

    /// <summary>A socket has everything up to this command, or began behind it.</summary>
    public void Arrived(long seq)
    {
        lock (_lock) _sureSeq = Math.Max(_sureSeq, seq);
    }

    public void Leave(long nowMs)
    {
        lock (_lock) (_sockets, _leftAtMs) = (_sockets - 1, nowMs);
    }
}
