using System.Buffers;
using System.Buffers.Binary;
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
    private const byte Text = 1, Binary = 2, Close = 8, Ping = 9, Pong = 10;
    // Clients mask what they send; nothing between here and there may be fooled by what stands in it, so one mask does.
    private static readonly byte[] Mask = [0x37, 0x5A, 0xC3, 0x91];
    private int _afterFrame;

    protected override void Introduce()
    {
        Say(Encoding.ASCII.GetBytes($"GET /ws/v1 HTTP/1.1\r\nHost: {user?.Host ?? "here"}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {Convert.ToBase64String(Guid.NewGuid().ToByteArray())}\r\n\r\n"));
        ReadOnlySpan<byte> heard = Hear();
        while (heard.IndexOf("\r\n\r\n"u8) < 0) heard = Hear();
        if (!heard.StartsWith("HTTP/1.1 101"u8)) throw new IOException($"The venue opens no socket: {Encoding.UTF8.GetString(heard)}");
        Forget(heard.IndexOf("\r\n\r\n"u8) + 4);
        if (user is not null) Authenticate(user);
    }

    private void Authenticate(LaneUser user)
    {
        long now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        var hello = new ArrayBufferWriter<byte>();
        Frame(hello, Encoding.ASCII.GetBytes($$"""{"id":1,"op":"auth","key":"{{user.Key}}","timestamp":{{now}},"signature":"{{SignedText.Sign(user.Signer, now, "GET", "/ws/v1", default)}}"}"""), Text);
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

    protected static void Message(ArrayBufferWriter<byte> into, ReadOnlySpan<byte> payload, bool isBinary) => Frame(into, payload, isBinary ? Binary : Text);

    /// <summary>Takes a frame of the other side off what has come; pings are answered on the way.</summary>
    protected bool TryFrame(ref ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> payload, out bool isBinary)
    {
        payload = default;
        isBinary = false;
        int before = bytes.Length;
        if (bytes.Length < 2) return false;
        int opcode = bytes[0] & 15, length = bytes[1] & 127, at = 2;
        if (length == 126 && bytes.Length >= 4) (length, at) = (BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]), 4);
        else if (length == 127 && bytes.Length >= 10) (length, at) = ((int)BinaryPrimitives.ReadUInt64BigEndian(bytes[2..]), 10);
        else if (length >= 126) return false;
        if (bytes.Length < at + length) return false;
        payload = bytes.Slice(at, length);
        bytes = bytes[(at + length)..];
        _afterFrame = before - bytes.Length;
        if (opcode == Close) throw new IOException("The venue closed the socket.");
        if (opcode == Ping)
        {
            var pong = new ArrayBufferWriter<byte>();
            Frame(pong, payload, Pong);
            Say(pong.WrittenSpan);
            payload = default;
        }
        isBinary = opcode == Binary;
        return true;
    }

    private static void Frame(ArrayBufferWriter<byte> into, ReadOnlySpan<byte> payload, byte opcode)
    {
        Span<byte> frame = into.GetSpan(14 + payload.Length);
        frame[0] = (byte)(0x80 | opcode);
        int at = 2;
        if (payload.Length < 126) frame[1] = (byte)(0x80 | payload.Length);
        else if (payload.Length <= ushort.MaxValue)
        {
            frame[1] = 0x80 | 126;
            BinaryPrimitives.WriteUInt16BigEndian(frame[2..], (ushort)payload.Length);
            at = 4;
        }
        else throw new InvalidOperationException("a message of the load is short");
        Mask.CopyTo(frame[at..]);
        at += Mask.Length;
        for (int i = 0; i < payload.Length; i++) frame[at + i] = (byte)(payload[i] ^ Mask[i & 3]);
        into.Advance(at + payload.Length);
    }
}

/// <summary>Whose lane it is.</summary>
internal sealed record LaneUser(string Host, string Key, IRequestSigner Signer, Client.Markets.MarketTerms Market, string Symbol);
