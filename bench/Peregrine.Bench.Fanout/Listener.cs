using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Peregrine.Bench.Fanout;

/// <summary>One socket that subscribes, and from then on only hears.</summary>
/// <param name="hear">Told of each message, when it was whole.</param>
internal sealed class Listener(Action<ReadOnlySpan<byte>> hear) : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private byte[] _in = new byte[2048];
    private int _length;

    /// <summary>Before the first socket: whoever's bytes came takes them on the thread that learned of it.</summary>
    /// <remarks>Listeners stand for other machines, and here they take the venue's cores: a change of thread for each of fifty thousand messages a second is paid by the venue.</remarks>
    public static void HearAtOnce() => Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");

    /// <summary>Done when the venue has taken the subscription.</summary>
    public async Task Open(IPAddress from, IPEndPoint to, byte[] subscribe)
    {
        _socket.Bind(new IPEndPoint(from, 0));
        await _socket.ConnectAsync(to);
        await _socket.SendAsync(SocketFrames.Opening(to.ToString()));
        int end;
        while ((end = SocketFrames.EndOfOpening(_in.AsSpan(0, _length))) == 0) await Fill();
        Forget(end);
        var ask = new ArrayBufferWriter<byte>(subscribe.Length + 14);
        SocketFrames.Write(ask, subscribe, SocketFrames.Text);
        await _socket.SendAsync(ask.WrittenMemory);
        while (!TryTakeAnswer()) await Fill();
    }

    /// <summary>Until the socket ends.</summary>
    public async Task Run()
    {
        try
        {
            while (true)
            {
                Take();
                await Fill();
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It was closed here.
        }
    }

    public void Dispose() => _socket.Dispose();

    private bool TryTakeAnswer()
    {
        ReadOnlySpan<byte> left = _in.AsSpan(0, _length);
        if (!SocketFrames.TryRead(ref left, out ReadOnlySpan<byte> answer, out _)) return false;
        if (answer.IndexOf("\"ok\":true"u8) < 0) throw new IOException($"The venue takes no such subscription: {Encoding.UTF8.GetString(answer)}");
        Forget(_length - left.Length);
        return true;
    }

    private void Take()
    {
        ReadOnlySpan<byte> left = _in.AsSpan(0, _length);
        while (SocketFrames.TryRead(ref left, out ReadOnlySpan<byte> message, out byte opcode))
        {
            if (opcode == SocketFrames.Ping) Pong(message);
            else if (opcode == SocketFrames.Text) hear(message);
        }
        Forget(_length - left.Length);
    }

    private void Pong(ReadOnlySpan<byte> of)
    {
        var pong = new ArrayBufferWriter<byte>(of.Length + 14);
        SocketFrames.Write(pong, of, SocketFrames.Pong);
        _socket.Send(pong.WrittenSpan);
    }

    private async ValueTask Fill()
    {
        if (_length == _in.Length) Array.Resize(ref _in, 2 * _in.Length);
        int came = await _socket.ReceiveAsync(_in.AsMemory(_length));
        if (came == 0) throw new IOException("The venue closed the connection.");
        _length += came;
    }

    private void Forget(int bytes)
    {
        _in.AsSpan(bytes, _length - bytes).CopyTo(_in);
        _length -= bytes;
    }
}
