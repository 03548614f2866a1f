using System.Buffers.Binary;
using Peregrine.Core;

namespace Peregrine.Crash.Venue;

/// <summary>The state of a venue in one number: the hash of all that it tells when it is asked for the whole of it.</summary>
/// <param name="AsOfSeq">The last command that is in it; 0 when there was no answer.</param>
/// <param name="Hash">Of the state's events, in their order.</param>
internal readonly record struct StateDigest(long AsOfSeq, ulong Hash)
{
    public static StateDigest Of(long asOfSeq, IEnumerable<ReadOnlyMemory<byte>> told)
    {
        // In one piece, because the hash depends on where the pieces end.
        byte[] all = [.. told.SelectMany(static piece => piece.ToArray())];
        return new StateDigest(asOfSeq, Hash64.Extend(0, all));
    }

    public byte[] ToBytes()
    {
        byte[] bytes = new byte[2 * sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, AsOfSeq);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(sizeof(long)), Hash);
        return bytes;
    }

    public static StateDigest From(ReadOnlySpan<byte> bytes) =>
        new(BinaryPrimitives.ReadInt64LittleEndian(bytes), BinaryPrimitives.ReadUInt64LittleEndian(bytes[sizeof(long)..]));
}
