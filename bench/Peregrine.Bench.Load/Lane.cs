using System.Buffers;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Peregrine.Core;

namespace Peregrine.Bench.Load;

/// <summary>One connection of the load with its requests under way. It speaks with the client's own words and without its comforts: a tool that shares the machine with what it measures costs as little as it can.</summary>
/// <param name="window">Requests under way at once.</param>
/// <param name="mix">What is asked.</param>
/// <param name="tell">Told of each answer: what became of it, and how long it took.</param>
/// <param name="openMax">The same in an open loop, where more may wait than a window; what is due beyond that waits, and the wait counts as its own.</param>
internal abstract class Lane(int window, Mix mix, Action<Outcome, TimeSpan> tell, int openMax) : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly ArrayBufferWriter<byte> _out = new(64 * 1024);
    private readonly Lock _lock = new();
    private readonly Wish[] _asked = new Wish[Math.Max(window, openMax)];
    private readonly long[] _since = new long[Math.Max(window, openMax)];
    private readonly Stack<int> _free = new(Enumerable.Range(0, openMax));
    private readonly List<int> _answered = [];
    private byte[] _in = new byte[64 * 1024];
    private int _inLength;
    private int _under;

    /// <summary>Adds a request to what is sent next.</summary>
    protected abstract void Write(int slot, in Wish wish, ArrayBufferWriter<byte> into);

    /// <summary>Ends a run of requests that leave together.</summary>
    protected virtual void Seal(ArrayBufferWriter<byte> into)
    {
    }

    /// <summary>Takes the next answer off what has come; false when there is no whole one.</summary>
    protected abstract bool TryRead(ref ReadOnlySpan<byte> bytes, out Answered answered);

    /// <summary>Says who it is.</summary>
    protected abstract void Introduce();

    public async Task Open(Uri url)
    {
        await _socket.ConnectAsync(new IPEndPoint(IPAddress.Parse(url.Host == "localhost" ? "127.0.0.1" : url.Host), url.Port));
        Introduce();
    }

    /// <summary>Asks again as soon as an answer came.</summary>
    /// <param name="start">Of the load.</param>
    /// <param name="end">Nothing is asked any more behind it.</param>
    /// <param name="think">How long a user thinks between an answer and the next request.</param>
    public async Task RunClosed(long start, TimeSpan end, Func<TimeSpan>? think = null)
    {
        for (int slot = 0; slot < window; slot++) Ask(slot, Stopwatch.GetTimestamp());
        Leave();
        while (_under > 0)
        {
            await Fill();
            List<int> free = Take(Stopwatch.GetTimestamp());
            if (think is not null && free.Count > 0) await Task.Delay(think());
            long now = Stopwatch.GetTimestamp();
            if (Stopwatch.GetElapsedTime(start, now) < end)
            {
                foreach (int slot in free) Ask(slot, now);
            }
            Leave();
        }
    }

    /// <summary>Takes answers to what <see cref="TryAsk"/> asks, until nothing more is asked and nothing under way.</summary>
    public async Task RunOpen(CancellationToken isAll)
    {
        while (true)
        {
            try
            {
                await Fill(isAll);
            }
            catch (OperationCanceledException)
            {
                break;
            }
            Free();
        }
        while (Volatile.Read(ref _under) > 0)
        {
            await Fill(CancellationToken.None);
            Free();
        }
    }

    /// <summary>In an open loop: a request whose time has come, to be sent next. False while as many are under way as may be.</summary>
    public bool TryAsk(long due)
    {
        lock (_lock)
        {
            if (!_free.TryPop(out int slot)) return false;
            Ask(slot, due);
            return true;
        }
    }

    /// <summary>Sends what was asked.</summary>
    public void Send()
    {
        lock (_lock) Leave();
    }

    public void Dispose() => _socket.Dispose();

    /// <summary>For what is said outside of the loops.</summary>
    protected void Say(ReadOnlySpan<byte> bytes) => _socket.Send(bytes);

    /// <summary>Waits for bytes while it says who it is.</summary>
    protected ReadOnlySpan<byte> Hear()
    {
        int came = _socket.Receive(_in.AsSpan(_inLength));
        if (came == 0) throw new IOException("The venue closed the connection.");
        _inLength += came;
        return _in.AsSpan(0, _inLength);
    }

    protected void Forget(int bytes)
    {
        _in.AsSpan(bytes, _inLength - bytes).CopyTo(_in);
        _inLength -= bytes;
    }

    private void Free()
    {
        lock (_lock)
        {
            foreach (int slot in Take(Stopwatch.GetTimestamp())) _free.Push(slot);
        }
    }

    private async ValueTask Fill(CancellationToken isAll = default)
    {
        if (_inLength == _in.Length) Array.Resize(ref _in, _in.Length * 2);
        int read = await _socket.ReceiveAsync(_in.AsMemory(_inLength), isAll);
        if (read == 0) throw new IOException("The venue closed the connection.");
        _inLength += read;
    }

    private void Ask(int slot, long since)
    {
        Wish wish = mix.Next();
        (_asked[slot], _since[slot]) = (wish, since);
        Write(slot, in wish, _out);
        _under++;
    }

    private void Leave()
    {
        Seal(_out);
        if (_out.WrittenCount == 0) return;
        _socket.Send(_out.WrittenSpan);
        _out.ResetWrittenCount();
    }

    private List<int> Take(long now)
    {
        _answered.Clear();
        ReadOnlySpan<byte> bytes = _in.AsSpan(0, _inLength);
        while (TryRead(ref bytes, out Answered answered))
        {
            if (answered.Slot < 0) continue;
            tell(answered.Outcome, Stopwatch.GetElapsedTime(_since[answered.Slot], now));
            if (answered.Outcome == Outcome.Done) mix.Placed(in _asked[answered.Slot], answered.Order);
            _under--;
            _answered.Add(answered.Slot);
        }
        Forget(_inLength - bytes.Length);
        return _answered;
    }
}

/// <summary>An answer; a slot below 0 is something else that came.</summary>
internal readonly record struct Answered(int Slot, Outcome Outcome, OrderId Order);
