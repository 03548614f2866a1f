using System.Runtime.CompilerServices;
using Peregrine.Core;
using Peregrine.Engine.Matching;
using Xunit;

namespace Peregrine.Engine.Tests.Matching;

public sealed class SlabTests
{
    [Fact]
    public void Slots_begin_at_one_and_the_last_returned_is_the_first_reused()
    {
        var slab = new Slab<Order>(4);
        Assert.Equal([1, 2, 3], [Rent(slab), Rent(slab), Rent(slab)]);
        slab.Return(1);
        slab.Return(3);
        Assert.Equal([3, 1, 4], [Rent(slab), Rent(slab), Rent(slab)]);
        Assert.True(slab.Full);
        Assert.Equal(Order.Nil, slab.Rent());
        Assert.Equal((4, 4), (slab.Count, slab.HighWater));
    }

    [Fact]
    public void A_slot_returned_twice_is_our_bug_and_stops_us()
    {
        var slab = new Slab<Order>(4);
        int slot = Rent(slab);
        slab.Return(slot);
        Assert.Throws<InvariantException>(() => slab.Return(slot));
        Assert.Throws<InvariantException>(() => slab.Return(2));
        Assert.Throws<InvariantException>(() => slab.Return(Order.Nil));
        Assert.Throws<InvariantException>(() => slab[5].Id);
        Assert.Throws<InvariantException>(() => slab[-1].Id);
    }

    [Fact]
    public void The_same_calls_give_the_same_slots()
    {
        Assert.Equal(Slots(9), Slots(9));
    }

    [Fact]
    public void An_order_is_one_cache_line_and_starts_on_one()
    {
        var slab = new Slab<Order>(1000);
        Assert.Equal(64, Unsafe.SizeOf<Order>());
        unsafe
        {
            Assert.Equal(0, (long)(nuint)Unsafe.AsPointer(ref slab[7]) % 64);
        }
    }

    private static int Rent(Slab<Order> slab)
    {
        int slot = slab.Rent();
        slab[slot].Id = 100 + slot;
        return slot;
    }

    private static List<int> Slots(ulong seed)
    {
        var rng = new Rng(seed);
        var slab = new Slab<Order>(50);
        var live = new List<int>();
        var seen = new List<int>();
        for (int i = 0; i < 2_000; i++)
        {
            if (!slab.Full && (live.Count == 0 || rng.Chance(50)))
            {
                live.Add(Rent(slab));
                seen.Add(live[^1]);
            }
            else
            {
                int at = (int)rng.Below(live.Count);
                slab.Return(live[at]);
                live.RemoveAt(at);
            }
            Assert.Equal(live.Count, slab.Count);
        }
        Assert.Equal(live.Count, live.Distinct().Count());
        return seen;
    }
}
