using Peregrine.Server.Run;
using Peregrine.Testing;

namespace Peregrine.Server.Tests;

[Collection(Alone.Name)]
public sealed class HeapKeeperTests
{
    private const long Gone = 16 << 20;

    [Fact]
    public void Large_garbage_is_collected_beside_a_heap_of_which_it_is_a_small_share()
    {
        // Nobody else looks, and no collection that the capacity brought about runs on: what is asked for beside one is not begun.
        using var keeper = new HeapKeeper(Timeout.InfiniteTimeSpan);
        var capacity = new List<byte[]>();
        for (int i = 0; i < 16; i++) capacity.Add(GC.AllocateUninitializedArray<byte>(128 << 20));
        GC.Collect();
        keeper.Look();
        int asked = 0;
        for (int i = 0; i < 4_000; i++)
        {
            GC.KeepAlive(new byte[128 << 10]);
            if (i % 40 != 0) continue;
            (long before, long last) = (GC.GetTotalMemory(forceFullCollection: false), Last());
            if (!keeper.Look()) continue;
            asked++;
            // It runs beside this loop, which makes in its time what requests make in minutes, and has ended when the next may be asked for.
            Assert.True(SpinWait.SpinUntil(() => Last() != last && GC.GetTotalMemory(forceFullCollection: false) < before - Gone, TimeSpan.FromSeconds(30)), "nothing was collected");
        }
        GC.KeepAlive(capacity);
        // Left to the runtime it would be none: all of it is a quarter of what is there.
        Assert.True(asked > 1, $"{asked} times");
    }

    // Of the collections that ran beside others and have ended.
    private static long Last() => GC.GetGCMemoryInfo(GCKind.Background).Index;
}
