using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Peregrine.Explain.Liabilities;

/// <summary>What an account has, in micro-dollars, and what its positions are.</summary>
/// <param name="Account">Whose.</param>
/// <param name="Cash">Settle money outside pots; negative is a loan.</param>
/// <param name="Pots">Isolated margin.</param>
/// <param name="Unrealised">Of all positions at mark, each rounded down.</param>
/// <param name="Collateral">Other assets at their index, rounded down.</param>
/// <param name="Lent">Its share of what is lent.</param>
/// <param name="Positions">SHA-256 over them, by market.</param>
public sealed record LiabilityLeaf(int Account, long Cash, long Pots, long Unrealised, long Collateral, long Lent, byte[] Positions)
{
    private const int Numbers = 6;

    public Int128 Equity => (Int128)Cash + Pots + Unrealised + Collateral + Lent;

    /// <summary>What the venue owes it: never less than nothing, so that nobody's debt hides what is owed to others.</summary>
    public Int128 Owed => Int128.Max(0, Equity);

    /// <param name="salt">Without it nobody can tell whose hash it is by trying.</param>
    public byte[] Hash(ReadOnlySpan<byte> salt)
    {
        Span<byte> bytes = stackalloc byte[1 + MerkleNode.HashBytes + Numbers * sizeof(long) + MerkleNode.HashBytes];
        bytes[0] = MerkleNode.LeafMark;
        salt.CopyTo(bytes[1..]);
        int at = 1 + MerkleNode.HashBytes;
        foreach (long number in (ReadOnlySpan<long>)[Account, Cash, Pots, Unrealised, Collateral, Lent])
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes[at..], number);
            at += sizeof(long);
        }
        Positions.CopyTo(bytes[at..]);
        return SHA256.HashData(bytes);
    }
}
