using Peregrine.Client.Markets;
using Peregrine.Core;
using Peregrine.Sandbox;
using Peregrine.Sandbox.Agents;
using Peregrine.Sandbox.Prices;

namespace Peregrine.Client;

public sealed class SandboxTests
{
    private static readonly LadderTerms Terms = new(15, 0.0002, 0, 2_000, 100_000);
    private static readonly MarketTerms Btc = new("BTC-PERP", 1, TestMarkets.Btc.Tick, TestMarkets.Btc.Lot) { MaxPrice = new(12_000_000), MinQty = new(1), MaxQty = new(1_000_000) };

    [Fact]
    public void The_same_seed_makes_the_same_prices_and_another_seed_others()
    {
        Assert.Equal(Path(Scenario.Calm, 1, 2_000), Path(Scenario.Calm, 1, 2_000));
        Assert.NotEqual(Path(Scenario.Calm, 1, 2_000), Path(Scenario.Calm, 2, 2_000));
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5)]
    public void A_crash_falls_by_about_what_it_says_within_minutes_and_never_past_the_guard_in_one_step(int seed)
    {
        double depth = new Forecast(Scenario.Crash, seed).Depth;
        double[] path = Path(Scenario.Crash, seed, 310);
        Assert.InRange(depth, 0.15, 0.25);
        Assert.InRange(path[59] / 1000, 0.985, 1.015);
        Assert.InRange(path[300] / path[59], 1 - depth - 0.04, 1 - depth + 0.04);
        // The index of a large market is held when it steps by more than 5 %.
        for (int i = 1; i < path.Length; i++) Assert.InRange(path[i] / path[i - 1], 0.955, 1.045);
    }

    [Fact]
    public void A_squeeze_rises_and_chop_comes_back()
    {
        double[] squeeze = Path(Scenario.Squeeze, 1, 310), chop = Path(Scenario.Chop, 1, 4_200);
        Assert.InRange(squeeze[300] / squeeze[59], 1.11, 1.29);
        Assert.InRange(chop.Max() / chop.Min(), 1.01, 1.4);
        Assert.InRange(chop[^1] / chop[0], 0.9, 1.1);
    }

    [Fact]
    public void Sources_are_late_off_silent_unsure_and_sometimes_far_out()
    {
        var voice = new SourceVoice(SimulatedSource.All[0], new Random(1));
        List<SourceQuote> said = [];
        int silence = 0, longest = 0;
        for (int i = 0; i < 20_000; i++)
        {
            if (voice.TrySpeak(1_000_000, out SourceQuote quote))
            {
                said.Add(quote);
                silence = 0;
                continue;
            }
            longest = Math.Max(longest, ++silence);
        }
        Assert.InRange(longest, 10, 90);
        Assert.Contains(said, static q => q.Price is < 970_000 or > 1_030_000);
        Assert.Contains(said, static q => q.ConfidencePpb > 5_000_000);
        Assert.All(said, static q => Assert.InRange(q.Age, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(1)));
        Assert.True(said.Count(static q => q.Price is > 998_000 and < 1_002_000) > said.Count * 0.97);
    }

    [Fact]
    public void A_maker_at_his_limit_quotes_only_what_brings_him_back()
    {
        var ladder = new QuoteLadder(Terms, Btc);
        QuoteLadder.Quote[] flat = [.. ladder.Quotes(600_000, 0, 0)], full = [.. ladder.Quotes(600_000, 100_000, 0)];
        Assert.Equal((15, 15), (flat.Count(q => q.Side == Side.Buy), flat.Count(q => q.Side == Side.Sell)));
        Assert.All(full, static q => Assert.Equal(Side.Sell, q.Side));
        Assert.True(Best(flat, Side.Buy) < 600_000 && Best(flat, Side.Sell) > 600_000);
        QuoteLadder.Quote[] nervous = [.. ladder.Quotes(600_000, 0, 3)], lean = [.. ladder.Quotes(600_000, 50_000, 0)];
        Assert.True(Best(nervous, Side.Sell) > Best(flat, Side.Sell) && Best(nervous, Side.Buy) < Best(flat, Side.Buy));
        Assert.True(Best(lean, Side.Sell) < Best(flat, Side.Sell) && Best(lean, Side.Buy) < Best(flat, Side.Buy));
    }

    [Fact]
    public void A_move_of_one_step_changes_two_quotes_a_side()
    {
        var ladder = new QuoteLadder(Terms, Btc);
        long step = ladder.Step(600_000);
        HashSet<(Side, Ticks)> before = [.. ladder.Quotes(600_000, 0, 0).Select(static q => (q.Side, q.Price))], after = [.. ladder.Quotes(600_000 + step, 0, 0).Select(static q => (q.Side, q.Price))];
        Assert.Equal(2, before.Except(after).Count());
        Assert.Equal(2, after.Except(before).Count());
    }

    private static long Best(QuoteLadder.Quote[] quotes, Side side) =>
        side == Side.Buy ? quotes.Where(q => q.Side == side).Max(q => q.Price.Value) : quotes.Where(q => q.Side == side).Min(q => q.Price.Value);

    private static double[] Path(Scenario scenario, int seed, int seconds)
    {
        var walk = new PriceWalk(new Forecast(scenario, seed), seed, [1000, 2000]);
        double[] path = new double[seconds];
        for (int i = 0; i < path.Length; i++)
        {
            walk.Step(TimeSpan.FromSeconds(1));
            path[i] = walk[0];
        }
        return path;
    }
}
