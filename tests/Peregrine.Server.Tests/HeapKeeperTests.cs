using Peregrine.Server.Run;

namespace Peregrine.Server.Tests;

public sealed class HeapKeeperTests
{
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
            int collected = GC.CollectionCount(GC.MaxGeneration);
            if (i % 40 == 0 && keeper.Look())
            {
                asked++;
                // It runs beside this loop, which makes in its time what requests make in minutes.
                Assert.True(SpinWait.SpinUntil(() => GC.CollectionCount(GC.MaxGeneration) > collected, TimeSpan.FromSeconds(30)));
            }
        }
        GC.KeepAlive(capacity);
        // Left to the runtime it would be none: all of it is a quarter of what is there.
        Assert.True(asked > 1, $"{asked} times");
    }
}
