using System.Buffers.Binary;
using System.Net.WebSockets;
using Peregrine.Core;

namespace Peregrine.Gateway.Streams;

/// <summary>Writes binary frames to a socket. Layouts are in docs/api/frames.md.</summary>
internal sealed class BinaryAnswers(StreamSession session)
{
    private const int DoneSize = BinaryFrame.HeaderSize + 44, RefusedSize = BinaryFrame.HeaderSize + 6, PongSize = BinaryFrame.HeaderSize + 16, MalformedSize = BinaryFrame.HeaderSize + 3;

    public void Done(uint correlation, in CommandReceipt receipt)
    {
        Span<byte> bytes = stackalloc byte[DoneSize];
        Span<byte> body = Begin(bytes, FrameKind.Done, correlation);
        CommandDone done = receipt.Done;
        BinaryPrimitives.WriteUInt16LittleEndian(body, (ushort)done.Code);
        (body[2], body[3]) = ((byte)done.State, done.Duplicate);
        bool isDone = done.Code == RejectCode.None;
        BinaryPrimitives.WriteInt64LittleEndian(body[4..], isDone ? done.Detail1 : 0);
        BinaryPrimitives.WriteInt64LittleEndian(body[12..], isDone ? done.Detail2 : 0);
        BinaryPrimitives.WriteInt64LittleEndian(body[20..], receipt.Seq);
        BinaryPrimitives.WriteInt64LittleEndian(body[28..], receipt.TimeNs);
        BinaryPrimitives.WriteInt64LittleEndian(body[36..], isDone ? 0 : done.Detail1);
        session.Post(bytes, WebSocketMessageType.Binary);
    }

    public void Refused(uint correlation, RejectCode code, uint retryAfterMs)
    {
        Span<byte> bytes = stackalloc byte[RefusedSize];
        Span<byte> body = Begin(bytes, FrameKind.Refused, correlation);
        BinaryPrimitives.WriteUInt16LittleEndian(body, (ushort)code);
        BinaryPrimitives.WriteUInt32LittleEndian(body[2..], retryAfterMs);
        session.Post(bytes, WebSocketMessageType.Binary);
    }

    public void Pong(uint correlation, long nonce, long timeNs)
    {
        Span<byte> bytes = stackalloc byte[PongSize];
        Span<byte> body = Begin(bytes, FrameKind.Pong, correlation);
        BinaryPrimitives.WriteInt64LittleEndian(body, nonce);
        BinaryPrimitives.WriteInt64LittleEndian(body[8..], timeNs);
        session.Post(bytes, WebSocketMessageType.Binary);
    }

    public void Malformed(uint correlation, int offset, FrameFault fault)
    {
        Span<byte> bytes = stackalloc byte[MalformedSize];
        Span<byte> body = Begin(bytes, FrameKind.Malformed, correlation);
        BinaryPrimitives.WriteUInt16LittleEndian(body, (ushort)Math.Min(offset, ushort.MaxValue));
        body[2] = (byte)fault;
        session.Post(bytes, WebSocketMessageType.Binary);
    }

    private static Span<byte> Begin(Span<byte> frame, FrameKind kind, uint correlation)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(frame, (ushort)frame.Length);
        (frame[2], frame[3]) = ((byte)kind, BinaryFrame.Version);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[4..], correlation);
        return frame[BinaryFrame.HeaderSize..];
    }
}
