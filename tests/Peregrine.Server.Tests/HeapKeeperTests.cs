using Peregrine.Server.Run;

namespace Peregrine.Server.Tests;

public sealed class HeapKeeperTests
{
    private const long Gone = 16 << 20;

    [Fact]
    public void Large_garbage_is_collected_beside_a_heap_of_which_it_is_a_small_share()
    {
        using var keeper = new HeapKeeper();
        var capacity = new List<byte[]>();
        for (int i = 0; i < 16; i++) capacity.Add(GC.AllocateUninitializedArray<byte>(128 << 20));
        keeper.Look();
        int asked = 0;
        for (int i = 0; i < 4_000; i++)
        {
            GC.KeepAlive(new byte[128 << 10]);
            if (i % 40 != 0) continue;
            long before = GC.GetTotalMemory(forceFullCollection: false);
            if (!keeper.Look()) continue;
            asked++;
            // It runs beside this loop, which makes in its time what requests make in minutes; and one that ran already is not asked for again.
            Assert.True(SpinWait.SpinUntil(() => GC.GetTotalMemory(forceFullCollection: false) < before - Gone, TimeSpan.FromSeconds(30)), "nothing was collected");
        }
        GC.KeepAlive(capacity);
        // Left to the runtime it would be none: all of it is a quarter of what is there.
        Assert.True(asked > 1, $"{asked} times");
    }
}
