namespace Peregrine.Gateway.Streams;

/// <summary>The sockets that listen to one thing. Many of them are woken in turns, so that whoever has something else to do, a trader who is told of his order above all, waits for a turn and not for the crowd.</summary>
internal sealed class Listeners : IThreadPoolWorkItem
{
    /// <summary>So many are woken at once.</summary>
    public const int Turn = 64;

    private const int Idle = 0, Calling = 1, Again = 2;

    private readonly HashSet<IListener> _sockets = [];
    private IListener[]? _all;
    private long _dueMs;

    // Who calls the crowd: one at a time has these.
    private int _state;
    private IListener[] _crowd = [];
    private int _first;
    private int _called;

    /// <summary>The last news of which they were woken; the feeding thread's.</summary>
    public long Newest { get; set; } = -1;

    /// <summary>They are to be woken; the feeding thread's.</summary>
    public bool IsNoted { get; set; }

    public void Add(IListener socket)
    {
        lock (_sockets)
        {
            _sockets.Add(socket);
            _all = null;
        }
    }

    /// <returns>True when nobody is left.</returns>
    public bool Remove(IListener socket)
    {
        lock (_sockets)
        {
            _sockets.Remove(socket);
            _all = null;
            return _sockets.Count == 0;
        }
    }

    /// <summary>Wakes them, or sees to it that they are woken: whoever has not been when this is called again is woken once.</summary>
    public void Ring() => RingIfDue(0);

    /// <summary>Wakes those who are due by now; 0 wakes all.</summary>
    public void RingIfDue(long nowMs)
    {
        Volatile.Write(ref _dueMs, nowMs);
        IListener[] all = All();
        if (all.Length <= Turn) Call(all, 0, all.Length);
        else if (Interlocked.Exchange(ref _state, Again) == Idle) Queue();
    }

    void IThreadPoolWorkItem.Execute()
    {
        if (_called == 0)
        {
            Volatile.Write(ref _state, Calling);
            _crowd = All();
            // Somebody else is the first each time: nobody hears everything before the others.
            _first = Random.Shared.Next(_crowd.Length);
        }
        int count = Math.Min(Turn, _crowd.Length - _called);
        Call(_crowd, _first + _called, count);
        _called += count;
        if (_called == _crowd.Length)
        {
            (_crowd, _called) = ([], 0);
            if (Interlocked.CompareExchange(ref _state, Idle, Calling) == Calling) return;
        }
        Queue();
    }

    // Behind what waits already, those just woken among it.
    private void Queue() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);

    private void Call(IListener[] crowd, int from, int count)
    {
        long nowMs = Volatile.Read(ref _dueMs);
        for (int i = from; i < from + count; i++)
        {
            IListener socket = crowd[i < crowd.Length ? i : i - crowd.Length];
            if (nowMs == 0 || socket.IsDue(nowMs)) socket.Ring();
        }
    }

    private IListener[] All()
    {
        lock (_sockets) return _all ??= [.. _sockets];
    }
}
