using Peregrine.MarketData.Accounts;
using Peregrine.MarketData.Depth;
using Peregrine.Testing;
using Xunit;

namespace Peregrine.MarketData.Tests;

[Collection(Alone.Name)]
public sealed class AllocationTests
{
    /// <summary>Two makers who quote and cancel, and takers who trade with them, again and again: nothing new is ever needed.</summary>
    [Fact]
    public void A_venue_in_steady_state_is_folded_without_allocating()
    {
        Venue venue = new();
        List<byte[]> told = SteadyTrading.Events(venue, rounds: 6_000);
        AllFolds folds = new(new AccountLimits(SequenceBytes: 16 << 10, FillBytes: 4 << 10, FinishedBytes: 4 << 10));
        int half = told.Count / 2;
        for (int i = 0; i < half; i++) Feed(folds, told[i], i);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = half; i < told.Count; i++) Feed(folds, told[i], i);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(folds.Accounts.Views.TryRead(1, out AccountFacts facts) && facts.LastSeq > 5_000);
    }

    [Fact]
    public void Reading_allocates_nothing()
    {
        Venue venue = new();
        AllFolds folds = new();
        foreach (byte[] events in SteadyTrading.Events(venue, rounds: 500)) folds.Apply(events);
        BookLevel[] bids = new BookLevel[50];
        BookLevel[] asks = new BookLevel[50];
        LevelChange[] changes = new LevelChange[4096];
        OrderFacts[] orders = new OrderFacts[64];
        FillFacts[] fills = new FillFacts[64];
        byte[] room = new byte[1 << 20];
        // The last frame by its own beginning: merging several for a slow reader needs room to think.
        long prev = folds.Depth.Views.Read(1, [], []).MdSeq - 1;
        while (!folds.Depth.Views.ReadFrame(1, BookInterval.Raw, prev, changes).IsShared) prev--;
        long before = 0;
        // The first round warms up.
        for (int i = 0; i < 2; i++)
        {
            before = GC.GetAllocatedBytesForCurrentThread();
            folds.Depth.Views.Read(1, bids, asks);
            folds.Depth.Views.ReadFrame(1, BookInterval.Raw, prev, changes);
            folds.Markets.Views.TryRead(1, out _);
            folds.Accounts.Views.TryRead(1, out _);
            folds.Accounts.Views.ReadOrders(1, orders);
            folds.Accounts.Views.ReadFills(1, fills);
            folds.Accounts.Views.ReadPrivate(1, 0, room);
        }
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Feed(AllFolds folds, byte[] events, int i)
    {
        folds.Apply(events);
        if (i % 20 == 0) folds.Depth.Cut(BookInterval.Ms20);
        if (i % 100 == 0) folds.Depth.Cut(BookInterval.Ms100);
        if (i % 1000 == 0) folds.Depth.Cut(BookInterval.Second);
    }
}
