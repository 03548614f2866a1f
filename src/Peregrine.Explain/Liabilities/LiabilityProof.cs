namespace Peregrine.Explain.Liabilities;

/// <summary>That an account is in a tree, with what it has: its leaf, and the neighbours on the way to the root.</summary>
/// <param name="Leaf">What the venue says that the account has.</param>
/// <param name="Salt">Of the leaf's hash.</param>
/// <param name="Path">From the bottom up; true when the neighbour stands on the left.</param>
public sealed record LiabilityProof(LiabilityLeaf Leaf, byte[] Salt, IReadOnlyList<(bool IsLeft, MerkleNode Node)> Path)
{
    /// <summary>The root to which it leads; null when a neighbour owes less than nothing, which no honest tree has.</summary>
    public MerkleNode? Root()
    {
        var node = new MerkleNode(Leaf.Hash(Salt), Leaf.Owed);
        foreach ((bool isLeft, MerkleNode neighbour) in Path)
        {
            if (neighbour.Sum < 0) return null;
            node = isLeft ? MerkleNode.Parent(in neighbour, in node) : MerkleNode.Parent(in node, in neighbour);
        }
        return node;
    }
}
