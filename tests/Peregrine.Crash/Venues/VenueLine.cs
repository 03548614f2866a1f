using System.Collections.Concurrent;
using System.Net.Sockets;
using Peregrine.Core;
using Peregrine.Crash.Venue;

namespace Peregrine.Crash.Venues;

/// <summary>A connection to the venue: sends without waiting, and hands over what is answered on a thread of its own.</summary>
internal sealed class VenueLine : IDisposable
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(30);
    // Above the numbers of intents, so that one line carries both.
    private const long FirstOwnTag = 1L << 60;
    private readonly NetworkStream _stream;
    private readonly Thread _listening;
    private readonly Action<long, CommandReceipt> _onReceipt;
    private readonly ConcurrentDictionary<long, TaskCompletionSource<byte[]>> _asked = new();
    private long _tag = FirstOwnTag;

    public VenueLine(Place place, Action<long, CommandReceipt> onReceipt)
    {
        _onReceipt = onReceipt;
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(place.Socket));
        _stream = new NetworkStream(socket, ownsSocket: true);
        _listening = new Thread(Listen) { Name = "answers", IsBackground = true };
        _listening.Start();
    }

    /// <summary>False when nobody is there any more.</summary>
    public bool TrySend(long tag, ReadOnlySpan<Command> commands)
    {
        try
        {
            _stream.Write(Wire.Question(tag, commands.Length, commands));
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    public Standing AskStanding() => Standing.Of(Ask(Wire.AsksStatus));

    /// <summary>The state, once the venue's second engine has caught up.</summary>
    public StateDigest AskState()
    {
        DateTime end = DateTime.UtcNow + AnswerLimit;
        while (DateTime.UtcNow < end)
        {
            StateDigest mark = StateDigest.From(Ask(Wire.AsksState));
            if (mark.AsOfSeq > 0) return mark;
        }
        throw new TimeoutException("the venue does not tell its state");
    }

    /// <summary>Hears what is still on its way from a venue that is gone, and ends.</summary>
    public void Drain() => _listening.Join();

    public void Dispose()
    {
        _stream.Dispose();
        _listening.Join();
    }

    private byte[] Ask(int what)
    {
        long tag = Interlocked.Increment(ref _tag);
        var answer = new TaskCompletionSource<byte[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        _asked[tag] = answer;
        _stream.Write(Wire.Question(tag, what));
        if (!answer.Task.Wait(AnswerLimit)) throw new TimeoutException("the venue does not answer");
        return answer.Task.Result;
    }

    private void Listen()
    {
        try
        {
            while (Wire.ReadHead(_stream).GetAwaiter().GetResult() is ({ } tag, { } length))
            {
                byte[] contents = new byte[length];
                _stream.ReadExactly(contents);
                if (_asked.TryRemove(tag, out TaskCompletionSource<byte[]>? answer)) answer.SetResult(contents);
                else _onReceipt(tag, Wire.ReceiptOf(contents));
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The venue was killed in the middle of a word, or this end is closed.
        }
        foreach (TaskCompletionSource<byte[]> answer in _asked.Values) answer.TrySetException(new IOException("the venue is gone"));
    }
}
