using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Peregrine.Core;

namespace Peregrine.Crash.Venue;

/// <summary>What goes over the socket. To the venue: tag, count, and so many commands of 256 bytes. Back: tag, length, and so many bytes.</summary>
/// <remarks>Answers come in the order of the questions. Two counts are no counts: they ask how the venue stands, and for the hash of its state.</remarks>
internal static class Wire
{
    public const int AsksStatus = 0, AsksState = -1;
    public const int HeadBytes = sizeof(long) + sizeof(int);

    private static readonly int DoneBytes = Marshal.SizeOf<CommandDone>();

    public static byte[] Question(long tag, int count, ReadOnlySpan<Command> commands = default)
    {
        byte[] frame = new byte[HeadBytes + commands.Length * Command.Size];
        WriteHead(frame, tag, count);
        MemoryMarshal.AsBytes(commands).CopyTo(frame.AsSpan(HeadBytes));
        return frame;
    }

    public static byte[] Answer(long tag, ReadOnlySpan<byte> contents)
    {
        byte[] frame = new byte[HeadBytes + contents.Length];
        WriteHead(frame, tag, contents.Length);
        contents.CopyTo(frame.AsSpan(HeadBytes));
        return frame;
    }

    /// <summary>Tag, and count or length; null when the other end is gone.</summary>
    public static async Task<(long Tag, int Number)?> ReadHead(Stream stream)
    {
        byte[] head = new byte[HeadBytes];
        if (await stream.ReadAtLeastAsync(head, HeadBytes, throwOnEndOfStream: false) < HeadBytes) return null;
        return (BinaryPrimitives.ReadInt64LittleEndian(head), BinaryPrimitives.ReadInt32LittleEndian(head.AsSpan(sizeof(long))));
    }

    public static byte[] BytesOf(CommandReceipt receipt)
    {
        byte[] bytes = new byte[2 * sizeof(long) + DoneBytes];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, receipt.Seq);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(sizeof(long)), receipt.TimeNs);
        CommandDone done = receipt.Done;
        MemoryMarshal.Write(bytes.AsSpan(2 * sizeof(long)), in done);
        return bytes;
    }

    public static CommandReceipt ReceiptOf(ReadOnlySpan<byte> bytes) =>
        new(BinaryPrimitives.ReadInt64LittleEndian(bytes), BinaryPrimitives.ReadInt64LittleEndian(bytes[sizeof(long)..]), MemoryMarshal.Read<CommandDone>(bytes[(2 * sizeof(long))..]), 0);

    private static void WriteHead(Span<byte> frame, long tag, int number)
    {
        BinaryPrimitives.WriteInt64LittleEndian(frame, tag);
        BinaryPrimitives.WriteInt32LittleEndian(frame[sizeof(long)..], number);
    }
}
