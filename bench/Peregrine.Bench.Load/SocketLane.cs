using System.Buffers;
using System.Text;
using Peregrine.Client.Signing;

namespace Peregrine.Bench.Load;

/// <summary>A lane over a WebSocket: its opening, its frames, and pings answered.</summary>
/// <param name="user">Who speaks; nobody where it is not asked.</param>
/// <param name="window">Requests under way at once.</param>
/// <param name="mix">What is asked.</param>
/// <param name="tell">Told of each answer.</param>
internal abstract class SocketLane(LaneUser? user, int window, Mix mix, Action<Outcome, TimeSpan> tell) : Lane(window, mix, tell, openMax: 1024)
{
    private int _afterFrame;

    protected override void Introduce()
    {
        Say(SocketFrames.Opening(user?.Host ?? "here"));
        int end;
        while ((end = SocketFrames.EndOfOpening(Hear())) == 0)
        {
            // More of it comes.
        }
        Forget(end);
        if (user is not null) Authenticate(user);
    }

    private void Authenticate(LaneUser user)
    {
        long now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        var hello = new ArrayBufferWriter<byte>();
        SocketFrames.Write(hello, Encoding.ASCII.GetBytes($$"""{"id":1,"op":"auth","key":"{{user.Key}}","timestamp":{{now}},"signature":"{{SignedText.Sign(user.Signer, now, "GET", "/ws/v1", default)}}"}"""), SocketFrames.Text);
        Say(hello.WrittenSpan);
        while (true)
        {
            ReadOnlySpan<byte> heard = Hear();
            if (!TryFrame(ref heard, out ReadOnlySpan<byte> frame, out _)) continue;
            if (frame.IndexOf("\"ok\":true"u8) < 0) throw new IOException($"The venue does not know who this is: {Encoding.UTF8.GetString(frame)}");
            Forget(_afterFrame);
            return;
        }
    }

    protected static void Message(ArrayBufferWriter<byte> into, ReadOnlySpan<byte> payload, bool isBinary) => SocketFrames.Write(into, payload, isBinary ? SocketFrames.Binary : SocketFrames.Text);

    /// <summary>Takes a frame of the other side off what has come; pings are answered on the way.</summary>
    protected bool TryFrame(ref ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> payload, out bool isBinary)
    {
        isBinary = false;
        int before = bytes.Length;
        if (!SocketFrames.TryRead(ref bytes, out payload, out byte opcode)) return false;
        _afterFrame = before - bytes.Length;
        if (opcode == SocketFrames.Ping)
        {
            var pong = new ArrayBufferWriter<byte>();
            SocketFrames.Write(pong, payload, SocketFrames.Pong);
            Say(pong.WrittenSpan);
            payload = default;
        }
        isBinary = opcode == SocketFrames.Binary;
        return true;
    }
}

/// <summary>Whose lane it is.</summary>
internal sealed record LaneUser(string Host, string Key, IRequestSigner Signer, Client.Markets.MarketTerms Market, string Symbol);
