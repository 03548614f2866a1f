using System.Security.Cryptography;
using Peregrine.Core;
using Peregrine.Engine.Tests.Lifecycle;
using Peregrine.Explain.Liabilities;

namespace Peregrine.Explain.Tests;

public sealed class LiabilityTests
{
    [Theory]
    [InlineData(1), InlineData(2), InlineData(3)]
    public void Every_account_is_in_the_sum_with_what_it_has(int seed)
    {
        WholeDays days = new(seed);
        for (int step = 0; step < 700; step++) days.Step();
        LiabilityBook book = BookOf(days.Venue);
        LiabilityTree tree = new(book.Leaves(), RandomNumberGenerator.GetBytes(32));
        List<LiabilityLeaf> leaves = [.. book.Leaves()];
        Assert.Equal(days.Venue.Described<StateAccount>().Count, tree.Count);
        Assert.Equal(days.Venue.Described<StateAccount>().Sum(a => a.Cash.Value), leaves.Sum(l => l.Cash));
        Assert.Equal(leaves.Aggregate(Int128.Zero, (sum, leaf) => sum + leaf.Owed), tree.Root.Sum);
        Assert.Equal(tree.Root.Sum - tree.Lacking, leaves.Aggregate(Int128.Zero, (sum, leaf) => sum + leaf.Equity));
        foreach (LiabilityLeaf leaf in leaves)
        {
            LiabilityProof proof = tree.Prove(leaf.Account)!;
            Assert.Equal(Convert.ToHexString(tree.Root.Hash), Convert.ToHexString(proof.Root()!.Value.Hash));
            Assert.Equal(tree.Root.Sum, proof.Root()!.Value.Sum);
        }
        // What is not the accounts' is the venue's own: fees, insurance, and less than a micro-dollar for each position.
        StateVenue venue = days.Venue.Described<StateVenue>()[0];
        Assert.True(tree.Root.Sum - tree.Lacking - Collateral(leaves) <= venue.Deposited.Value - venue.Withdrawn.Value);
        Assert.Null(tree.Prove(1_000_000));
    }

    [Fact]
    public void Whatever_is_changed_leads_to_another_root()
    {
        LiabilityTree tree = new(Enumerable.Range(1, 11).Select(i => new LiabilityLeaf(i, i * 1000, 0, i == 3 ? -10_000 : 5, 0, 0, new byte[32])), new byte[32]);
        Assert.Equal((63_050, 7_000), ((int)tree.Root.Sum, (int)tree.Lacking));
        LiabilityProof proof = tree.Prove(5)!;
        string root = Convert.ToHexString(tree.Root.Hash);
        Assert.Equal(root, RootOf(proof));
        Assert.NotEqual(root, RootOf(proof with { Leaf = proof.Leaf with { Cash = 5_001 } }));
        Assert.NotEqual(root, RootOf(proof with { Leaf = proof.Leaf with { Account = 6 } }));
        Assert.NotEqual(root, RootOf(proof with { Salt = new byte[32] }));
        for (int i = 0; i < proof.Path.Count; i++)
        {
            (bool isLeft, MerkleNode node) = proof.Path[i];
            Assert.NotEqual(root, RootOf(With(proof, i, (!isLeft, node))));
            Assert.NotEqual(root, RootOf(With(proof, i, (isLeft, node with { Sum = node.Sum + 1 }))));
        }
        Assert.Null(With(proof, 0, (true, new MerkleNode(new byte[32], -1))).Root());
        Assert.Equal(0, (int)new LiabilityTree([], new byte[32]).Root.Sum);
    }

    private static LiabilityProof With(LiabilityProof proof, int place, (bool, MerkleNode) step)
    {
        (bool, MerkleNode)[] path = [.. proof.Path];
        path[place] = step;
        return proof with { Path = path };
    }

    private static string RootOf(LiabilityProof proof) => Convert.ToHexString(proof.Root()!.Value.Hash);

    private static Int128 Collateral(List<LiabilityLeaf> leaves) => leaves.Aggregate(Int128.Zero, (sum, leaf) => sum + leaf.Collateral);

    private static LiabilityBook BookOf(LivingVenue venue)
    {
        LiabilityBook book = new();
        book.Take(DescribeTaker.Of(venue.Engine));
        return book;
    }
}
