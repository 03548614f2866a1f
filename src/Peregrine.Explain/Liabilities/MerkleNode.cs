using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Peregrine.Explain.Liabilities;

/// <summary>A hash of everything below it, and the sum of what is owed there.</summary>
public readonly record struct MerkleNode(byte[] Hash, Int128 Sum)
{
    public const int HashBytes = 32;
    internal const byte LeafMark = 0, ParentMark = 1;
    private const int SumBytes = 16;

    /// <summary>Stands where a level has no partner left.</summary>
    public static readonly MerkleNode Nothing = new(new byte[HashBytes], 0);

    /// <summary>The sums are hashed too: none can be changed on the way up.</summary>
    public static MerkleNode Parent(in MerkleNode left, in MerkleNode right)
    {
        Span<byte> bytes = stackalloc byte[1 + 2 * (HashBytes + SumBytes)];
        bytes[0] = ParentMark;
        Write(bytes[1..], in left);
        Write(bytes[(1 + HashBytes + SumBytes)..], in right);
        return new MerkleNode(SHA256.HashData(bytes), left.Sum + right.Sum);
    }

    private static void Write(Span<byte> into, in MerkleNode node)
    {
        node.Hash.CopyTo(into);
        BinaryPrimitives.WriteInt128LittleEndian(into[HashBytes..], node.Sum);
    }
}
