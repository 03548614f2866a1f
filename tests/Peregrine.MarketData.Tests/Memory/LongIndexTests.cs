using Peregrine.MarketData.Memory;
using Xunit;

namespace Peregrine.MarketData.Tests.Memory;

public sealed class LongIndexTests
{
    [Fact]
    public void An_index_finds_what_a_dictionary_finds()
    {
        for (ulong seed = 1; seed <= 20; seed++)
        {
            Rng rng = new(seed);
            LongIndex index = new();
            Dictionary<long, int> model = [];
            for (int i = 0; i < 4_000; i++)
            {
                // Few keys, so that they come, go and come again, and close ones stand in each other's way.
                long key = 1 + rng.Below(300);
                if (model.Remove(key)) index.Remove(key);
                else index.Add(key, model[key] = i + 1);
                long asked = 1 + rng.Below(300);
                Assert.True(model.GetValueOrDefault(asked) == index.Find(asked), $"SEED={seed} step {i} key {asked}");
                Assert.Equal(model.Count, index.Count);
            }
        }
    }
}
