using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Peregrine.Explain.Liabilities;

/// <summary>A Merkle-sum tree over all accounts: who knows its root can be shown his own leaf, and that what is owed to him is in the sum.</summary>
/// <remarks>Leaves stand in the order of their hashes, so that a path says nothing of who is beside whom.</remarks>
public sealed class LiabilityTree
{
    private readonly byte[] _secret;
    private readonly LiabilityLeaf[] _leaves;
    private readonly Dictionary<int, int> _places = [];
    private readonly List<MerkleNode[]> _levels = [];

    /// <param name="leaves">One for each account.</param>
    /// <param name="secret">Makes the salts; 32 random bytes, for this tree alone.</param>
    public LiabilityTree(IEnumerable<LiabilityLeaf> leaves, byte[] secret)
    {
        _secret = secret;
        (LiabilityLeaf Leaf, byte[] Hash)[] hashed = [.. leaves.Select(leaf => (leaf, leaf.Hash(SaltOf(leaf.Account))))];
        Array.Sort(hashed, static (a, b) => a.Hash.AsSpan().SequenceCompareTo(b.Hash));
        _leaves = [.. hashed.Select(static h => h.Leaf)];
        for (int i = 0; i < _leaves.Length; i++) _places[_leaves[i].Account] = i;
        _levels.Add([.. hashed.Select(static h => new MerkleNode(h.Hash, h.Leaf.Owed))]);
        while (_levels[^1].Length > 1) _levels.Add(Above(_levels[^1]));
    }

    public int Count => _leaves.Length;

    public MerkleNode Root => _levels[^1] is [MerkleNode root] ? root : MerkleNode.Nothing;

    /// <summary>What accounts with less than nothing lack, all together.</summary>
    public Int128 Lacking => _leaves.Aggregate(Int128.Zero, static (sum, leaf) => sum + Int128.Max(0, -leaf.Equity));

    /// <summary>Cash that accounts owe, all together.</summary>
    public Int128 Loans => _leaves.Aggregate(Int128.Zero, static (sum, leaf) => sum + Math.Max(0, -leaf.Cash));

    /// <summary>The account's way to the root; null when it has no leaf.</summary>
    public LiabilityProof? Prove(int account)
    {
        if (!_places.TryGetValue(account, out int place)) return null;
        List<(bool, MerkleNode)> path = [];
        int at = place;
        for (int level = 0; level + 1 < _levels.Count; level++)
        {
            bool isLeft = (at & 1) == 1;
            int neighbour = isLeft ? at - 1 : at + 1;
            path.Add((isLeft, neighbour < _levels[level].Length ? _levels[level][neighbour] : MerkleNode.Nothing));
            at >>= 1;
        }
        return new LiabilityProof(_leaves[place], SaltOf(account), path);
    }

    private static MerkleNode[] Above(MerkleNode[] level)
    {
        var above = new MerkleNode[(level.Length + 1) / 2];
        for (int i = 0; i < above.Length; i++)
            above[i] = MerkleNode.Parent(in level[2 * i], 2 * i + 1 < level.Length ? level[2 * i + 1] : MerkleNode.Nothing);
        return above;
    }

    private byte[] SaltOf(int account)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, account);
        return HMACSHA256.HashData(_secret, bytes);
    }
}
