using System.Buffers.Binary;
using Peregrine.Core;

namespace Peregrine.Client.Frames;

/// <summary>Reads the answers of binary frames, as docs/api/frames.md lays them out.</summary>
internal static class FrameReader
{
    public const byte Done = 129, Refused = 130, Pong = 131, Malformed = 132;
    private const int HeaderSize = 8, DoneSize = HeaderSize + 44, RefusedSize = HeaderSize + 6;

    /// <summary>Takes the first answer off the message; false when there is no whole one.</summary>
    public static bool TryNext(ref ReadOnlySpan<byte> message, out uint correlation, out FrameAnswer answer, out bool isMalformed)
    {
        (correlation, answer, isMalformed) = (0, default, false);
        if (message.Length < HeaderSize) return false;
        int length = BinaryPrimitives.ReadUInt16LittleEndian(message);
        if (length < HeaderSize || length > message.Length) return false;
        ReadOnlySpan<byte> frame = message[..length];
        byte kind = frame[2];
        correlation = BinaryPrimitives.ReadUInt32LittleEndian(frame[4..]);
        // Layouts only gain fields: a longer frame is a newer one.
        if (kind == Done && length >= DoneSize) answer = ReadDone(frame[HeaderSize..]);
        else if (kind == Refused && length >= RefusedSize) answer = ReadRefused(frame[HeaderSize..]);
        else isMalformed = kind != Pong;
        message = message[length..];
        return true;
    }

    private static FrameAnswer ReadDone(ReadOnlySpan<byte> body) => new()
    {
        Code = (RejectCode)BinaryPrimitives.ReadUInt16LittleEndian(body),
        State = (OrderState)body[2],
        IsDuplicate = body[3] != 0,
        Order = new OrderId(BinaryPrimitives.ReadInt64LittleEndian(body[4..])),
        Filled = new Lots(BinaryPrimitives.ReadInt64LittleEndian(body[12..])),
        Seq = BinaryPrimitives.ReadInt64LittleEndian(body[20..]),
        TimeNs = BinaryPrimitives.ReadInt64LittleEndian(body[28..]),
        Detail = BinaryPrimitives.ReadInt64LittleEndian(body[36..]),
    };

    private static FrameAnswer ReadRefused(ReadOnlySpan<byte> body) => new()
    {
        Code = (RejectCode)BinaryPrimitives.ReadUInt16LittleEndian(body),
        RetryAfterMs = BinaryPrimitives.ReadUInt32LittleEndian(body[2..]),
    };
}
