using Peregrine.Core;
using Xunit;

namespace Peregrine.Engine.Tests.Snapshots;

public sealed class PropertyTests
{
    private static readonly bool Deep = Environment.GetEnvironmentVariable("PEREGRINE_DEEP") is not null;

    /// <summary>Domain §17: who does not meet does not matter to each other, whatever the order in which they came.</summary>
    [Fact]
    public void The_order_of_independent_accounts_changes_no_money()
    {
        for (ulong seed = 1; seed <= (Deep ? 20UL : 5); seed++)
        {
            var rng = new Rng(seed);
            List<Command>[] own = [.. Enumerable.Range(0, Pairs.Count).Select(pair => Pairs.Script(ref rng, pair, 40))];
            Assert.Equal(Pairs.Money(Pairs.Interleave(ref rng, own)), Pairs.Money(Pairs.Interleave(ref rng, own)));
        }
    }
}
