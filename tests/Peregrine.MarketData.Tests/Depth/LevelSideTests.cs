using System.Runtime.CompilerServices;
using Peregrine.Core;
using Peregrine.MarketData.Depth;
using Xunit;

namespace Peregrine.MarketData.Tests.Depth;

public sealed class LevelSideTests
{
    [Theory]
    [InlineData(Side.Buy)]
    [InlineData(Side.Sell)]
    public void A_side_holds_what_a_sorted_dictionary_holds(Side side)
    {
        for (ulong seed = 1; seed <= 8; seed++)
        {
            Rng rng = new(seed);
            LevelSide levels = new(side);
            SortedDictionary<long, long> model = [];
            // Up to thousands of levels, so that blocks split, empty and are used again; and down to none.
            int prices = 1 << rng.Below(13);
            for (int i = 0; i < 20_000; i++)
            {
                Ticks price = new(1 + rng.Below(prices));
                long key = levels.KeyOf(price);
                bool isThere = model.ContainsKey(key);
                Assert.Equal(isThere, !Unsafe.IsNullRef(ref levels.Find(key)));
                if (isThere && rng.Chance(i / 5_000 % 2 == 0 ? 30 : 70))
                {
                    levels.Remove(key);
                    model.Remove(key);
                }
                else
                {
                    ref Level level = ref levels.Open(key);
                    (level.Total, level.Count) = (i, 1);
                    model[key] = i;
                }
                Assert.Equal(model.Count, levels.Count);
                if (i % 500 != 0) continue;
                BookLevel[] shown = new BookLevel[model.Count + 1];
                Assert.Equal(model.Count, levels.CopyBest(shown));
                Assert.Equal(model.Reverse().Select(l => new BookLevel(levels.PriceOf(l.Key), new Lots(l.Value), 1)), shown[..^1]);
            }
        }
    }
}
