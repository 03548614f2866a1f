using Peregrine.Engine.Matching;
using Xunit;

namespace Peregrine.Engine.Tests.Matching;

public sealed class LevelBitmapTests
{
    // One word; one group of words; several groups; all three layers full.
    [Theory]
    [InlineData(64)]
    [InlineData(4096)]
    [InlineData(32_768)]
    [InlineData(LevelBitmap.SizeMax)]
    public void Neighbours_agree_with_a_sorted_set(int size)
    {
        for (ulong seed = 1; seed <= 8; seed++)
        {
            var rng = new Rng(seed);
            var bitmap = new LevelBitmap(size);
            var set = new SortedSet<int>();
            int crowd = 1 << (int)seed;
            for (int step = 0; step < 3_000; step++)
            {
                // Few distinct places in some seeds, so that words and groups run empty again.
                int at = (int)(rng.Below(crowd * 4) * (size - 1) / (crowd * 4 - 1));
                if (set.Remove(at)) bitmap.Clear(at);
                else if (set.Add(at)) bitmap.Set(at);
                int from = rng.Chance(50) ? at : (int)rng.Below(size);
                Assert.Equal(set.Count == 0 ? -1 : set.Min, bitmap.Lowest());
                Assert.Equal(set.Count == 0 ? -1 : set.Max, bitmap.Highest());
                Assert.Equal(from == 0 ? -1 : Last(set.GetViewBetween(0, from - 1)), bitmap.Below(from));
                Assert.Equal(from == size - 1 ? -1 : First(set.GetViewBetween(from + 1, size - 1)), bitmap.Above(from));
            }
        }
    }

    private static int First(SortedSet<int> set) => set.Count == 0 ? -1 : set.Min;
    private static int Last(SortedSet<int> set) => set.Count == 0 ? -1 : set.Max;
}
