using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Peregrine.Bench;

/// <summary>The frames of a WebSocket as a client reads and writes them, and its opening: no more of it than a tool needs that shares the machine with what it measures.</summary>
internal static class SocketFrames
{
    public const byte Text = 1, Binary = 2, Close = 8, Ping = 9, Pong = 10;

    // Clients mask what they send; nothing between here and there may be fooled by what stands in it, so one mask does.
    private static readonly byte[] Mask = [0x37, 0x5A, 0xC3, 0x91];

    /// <summary>What a client says first.</summary>
    public static byte[] Opening(string host) => Encoding.ASCII.GetBytes(
        $"GET /ws/v1 HTTP/1.1\r\nHost: {host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {Convert.ToBase64String(Guid.NewGuid().ToByteArray())}\r\n\r\n");

    /// <summary>Where the frames begin, behind the answer to an opening; 0 while that is not all here.</summary>
    public static int EndOfOpening(ReadOnlySpan<byte> heard)
    {
        int end = heard.IndexOf("\r\n\r\n"u8) + 4;
        if (end < 4) return 0;
        if (!heard.StartsWith("HTTP/1.1 101"u8)) throw new IOException($"The venue opens no socket: {Encoding.UTF8.GetString(heard)}");
        return end;
    }

    /// <summary>Takes a frame of the other side off what has come; false when there is no whole one.</summary>
    public static bool TryRead(ref ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> payload, out byte opcode)
    {
        payload = default;
        opcode = 0;
        if (bytes.Length < 2) return false;
        int length = bytes[1] & 127, at = 2;
        if (length == 126 && bytes.Length >= 4) (length, at) = (BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]), 4);
        else if (length == 127 && bytes.Length >= 10) (length, at) = ((int)BinaryPrimitives.ReadUInt64BigEndian(bytes[2..]), 10);
        else if (length >= 126) return false;
        if (bytes.Length < at + length) return false;
        opcode = (byte)(bytes[0] & 15);
        payload = bytes.Slice(at, length);
        bytes = bytes[(at + length)..];
        if (opcode == Close) throw new IOException("The venue closed the socket.");
        return true;
    }

    public static void Write(ArrayBufferWriter<byte> into, ReadOnlySpan<byte> payload, byte opcode)
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
        else throw new InvalidOperationException("what a tool says is short");
        Mask.CopyTo(frame[at..]);
        at += Mask.Length;
        for (int i = 0; i < payload.Length; i++) frame[at + i] = (byte)(payload[i] ^ Mask[i & 3]);
        into.Advance(at + payload.Length);
    }
}
