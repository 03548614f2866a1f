using System.Text.Json;
using Peregrine.Core;
using Peregrine.Engine.Liquidation;
using Peregrine.Engine.State;
using Peregrine.Engine.Tests.Accounts;
using Xunit;

namespace Peregrine.Engine.Tests.Liquidation;

/// <summary>The worked numbers of domain §10 against the code that decides.</summary>
public sealed class VectorTests
{
    private const long Dollar = Venue.Dollar;
    private const long Btc = 100_000;
    private const long CostPpb = 3_000_000;
    private static readonly JsonElement Vectors = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "domain-vectors.json"))).RootElement;

    [Theory]
    [InlineData("V15"), InlineData("V16"), InlineData("V16b")]
    public void V15_V16_partial_sizes(string name)
    {
        JsonElement v = Vectors.GetProperty(name);
        Market market = BtcAt(v.GetProperty("mark").GetInt64());
        Position position = PotOf(v.GetProperty("size").GetInt64(), v.GetProperty("entry").GetInt64(), v.GetProperty("margin").GetInt64());
        RiskFigures now = FiguresOf(in position, market);
        Assert.Equal(v.GetProperty("equity").GetInt64(), now.Equity.Value);
        Assert.Equal(v.GetProperty("mm").GetInt64(), now.MaintenanceMargin.Value);
        Assert.True(now.IsFailing);
        Assert.Equal(v.GetProperty("q_lots").GetInt64(), PartialSize.Of(in position, market, in now, CostPpb).Value);
    }

    [Fact]
    public void V17_scores()
    {
        Market market = BtcAt(600_000);
        (string Name, long Size, long Entry, long Margin)[] shorts = [("S1", -40_000, 660_000, 4_000), ("S2", -30_000, 620_000, 1_000), ("S3", -80_000, 605_000, 9_000), ("S4", -20_000, 590_000, 2_000)];
        foreach (JsonElement ranked in Vectors.GetProperty("V17").GetProperty("ranking").EnumerateArray())
        {
            (_, long size, long entry, long margin) = shorts.First(s => s.Name == ranked.GetProperty("acct").GetString());
            Position position = PotOf(size, entry, margin * Dollar);
            Assert.Equal(ranked.GetProperty("score_ppb").GetInt64(), ScoreOf(in position, market));
        }
        Assert.Equal(Vectors.GetProperty("V42").GetProperty("adj").GetInt64(), AdlScore.Hedged(340_909_087, Ppb.One));
    }

    [Fact]
    public void V17_pro_rata()
    {
        AdlCandidate[] candidates = [Giving(1, 340_909_087, 40_000), Giving(2, 362_903_220, 30_000), Giving(3, 42_201_508, 80_000), Giving(4, -2_542_373, 20_000)];
        Assert.Equal(0, ProRata.Divide(candidates, 50_000));
        JsonElement expected = Vectors.GetProperty("V17").GetProperty("prorata");
        for (int i = 1; i <= 3; i++) Assert.Equal(expected.GetProperty($"S{i}").GetInt64(), TakenOf(candidates, i));
        Assert.Equal(0, TakenOf(candidates, 4));
    }

    [Fact]
    public void V17c_who_cannot_give_its_share_gives_all()
    {
        AdlCandidate[] candidates = [Giving(1, 9, 10), Giving(2, 5, 50), Giving(3, 1, 100)];
        Assert.Equal(0, ProRata.Divide(candidates, 60));
        JsonElement expected = Vectors.GetProperty("V17c").GetProperty("alloc");
        Assert.Equal(
            (expected.GetProperty("A").GetInt64(), expected.GetProperty("B").GetInt64(), expected.GetProperty("C").GetInt64()),
            (TakenOf(candidates, 1), TakenOf(candidates, 2), TakenOf(candidates, 3)));
    }

    [Fact]
    public void V17d_clamped_scores()
    {
        JsonElement v = Vectors.GetProperty("V17d");
        // Leverage is clamped to a thousandth from below, to a thousand from above: one lot at 59 900 and 59 000 against 60 M dollars and one micro-dollar.
        Assert.Equal(v.GetProperty("one_lot_huge_equity").GetInt64(), AdlScore.Of(new(1_000), new(599_000), new(600_000), new(60_000_000 * Dollar)));
        Assert.Equal(v.GetProperty("equity_one_micro").GetInt64(), AdlScore.Of(new(10_000), new(590_000), new(600_000), new(1)));
    }

    [Fact]
    public void V17b_deleveraging_at_the_bankruptcy_price_leaves_nothing()
    {
        JsonElement v = Vectors.GetProperty("V17b");
        Market market = BtcAt(600_000);
        Position position = PotOf(50_000, 610_000, 300 * Dollar);
        RiskFigures now = FiguresOf(in position, market);
        Micros missing = ClosingPrice.Shortfall(-now.Equity, now.MaintenanceMargin, now.MaintenanceMargin, isLast: true, market.Unrealised(in position));
        Assert.Equal(v.GetProperty("bankruptcy_sub").GetInt64(), ClosingPrice.BankruptcySubticks(position.Size, market, -missing, 0).Value);
        Assert.Equal(v.GetProperty("exec_tick").GetInt64(), ClosingPrice.Bankruptcy(position.Size, market, -missing, 0).Value);
    }

    [Fact]
    public void V26_bankruptcy_and_how_far_insurance_lets_go_beyond()
    {
        Market market = BtcAt(548_000);
        Position position = PotOf(50_000, 610_000, 3_000 * Dollar);
        RiskFigures now = FiguresOf(in position, market);
        Assert.Equal(Vectors.GetProperty("V26").GetProperty("equity_at_mark").GetInt64(), now.Equity.Value);
        Ticks bankruptcy = ClosingPrice.Bankruptcy(position.Size, market, now.Equity, 0);
        Assert.Equal(Vectors.GetProperty("V26").GetProperty("bankruptcy_tick").GetInt64(), bankruptcy.Value);
        JsonElement v = Vectors.GetProperty("V26c");
        Ticks farthest = ClosingPrice.Farthest(true, market);
        Ticks beyond = ClosingPrice.Beyond(true, bankruptcy, new(150 * Dollar), position.Size, market);
        Assert.Equal(v.GetProperty("slip_limit").GetInt64(), farthest.Value);
        Assert.Equal(v.GetProperty("budget_limit").GetInt64(), beyond.Value);
        Assert.Equal(v.GetProperty("order_limit").GetInt64(), ClosingPrice.Better(true, farthest, beyond).Value);
    }

    [Fact]
    public void V35_the_backstop_pays_a_discount_and_the_user_keeps_the_rest()
    {
        JsonElement v = Vectors.GetProperty("V35");
        Market market = BtcAt(551_500);
        Position position = PotOf(50_000, 610_000, 3_000 * Dollar);
        RiskFigures now = FiguresOf(in position, market);
        Assert.Equal((v.GetProperty("equity").GetInt64(), v.GetProperty("mm").GetInt64()), (now.Equity.Value, now.MaintenanceMargin.Value));
        Assert.True(now.IsHopeless);
        Ticks bankruptcy = ClosingPrice.Bankruptcy(position.Size, market, now.Equity, 0);
        Ticks discounted = ClosingPrice.Discounted(true, market);
        Ticks price = ClosingPrice.Better(true, bankruptcy, discounted);
        Assert.Equal(v.GetProperty("bankruptcy_tick").GetInt64(), bankruptcy.Value);
        Assert.Equal(v.GetProperty("discount_tick").GetInt64(), discounted.Value);
        Assert.Equal(v.GetProperty("transfer_tick").GetInt64(), price.Value);
        Assert.Equal(v.GetProperty("user_keeps").GetInt64(), position.IsolatedMargin.Value + market.Notional(position.Size, price).Value - position.Cost.Value);
    }

    [Fact]
    public void V36_a_bankrupt_account_gives_back_by_margin()
    {
        JsonElement v = Vectors.GetProperty("V36");
        Market btc = BtcAt(590_000);
        Market sol = SolAt(15_600);
        Micros[] margins = [.. v.GetProperty("mm").EnumerateArray().Select(m => new Micros(m.GetInt64()))];
        JsonElement[] legs = [.. v.GetProperty("alloc").EnumerateArray()];
        Micros missing = new(300 * Dollar);
        Micros first = ClosingPrice.Shortfall(missing, margins[0], margins[0] + margins[1], false, new(-5_000 * Dollar));
        Micros second = ClosingPrice.Shortfall(missing - first, margins[1], margins[1], true, new(-5_000 * Dollar));
        Assert.Equal((legs[0].GetProperty("deficit_share").GetInt64(), legs[1].GetProperty("deficit_share").GetInt64()), (first.Value, second.Value));
        Assert.Equal(legs[0].GetProperty("exec_sub").GetInt64(), ClosingPrice.BankruptcySubticks(new(50_000), btc, -first, 0).Value);
        Assert.Equal(legs[0].GetProperty("exec_tick").GetInt64(), ClosingPrice.Bankruptcy(new(50_000), btc, -first, 0).Value);
        Assert.Equal(legs[1].GetProperty("exec_sub").GetInt64(), ClosingPrice.BankruptcySubticks(new(-20_000), sol, -second, 0).Value);
        Assert.Equal(legs[1].GetProperty("exec_tick").GetInt64(), ClosingPrice.Bankruptcy(new(-20_000), sol, -second, 0).Value);
    }

    [Theory]
    [InlineData("winner_short_e_minus_20000", -1_000, 600_000, 20_000, 147.5)]
    [InlineData("loser_short_e_minus_20000", -1_000, 600_000, 20_000, 147.5)]
    [InlineData("loser_long_e_minus_300", 50_000, 590_000, 300, 303.5)]
    public void V44_no_position_gives_back_more_than_it_lost(string name, long size, long mark, long missing, double margins)
    {
        JsonElement v = Vectors.GetProperty("V44").GetProperty(name);
        Market market = BtcAt(mark);
        Micros margin = new(147_500_000);
        Micros share = ClosingPrice.Shortfall(new(missing * Dollar), margin, new((long)(margins * Dollar)), margin.Value == (long)(margins * Dollar), new(v.GetProperty("upnl").GetInt64()));
        Assert.Equal(v.GetProperty("d").GetInt64(), share.Value);
        Assert.Equal(v.GetProperty("exec_sub").GetInt64(), ClosingPrice.BankruptcySubticks(new(size), market, -share, 0).Value);
        Assert.Equal(v.GetProperty("exec_tick").GetInt64(), ClosingPrice.Bankruptcy(new(size), market, -share, 0).Value);
        Assert.Equal(v.GetProperty("equity_left").GetInt64(), -missing * Dollar + share.Value);
    }

    [Fact]
    public void V45_thresholds()
    {
        JsonElement v = Vectors.GetProperty("V45");
        Market btc = BtcAt(600_000);
        Market sol = SolAt(14_800);
        Position half = new() { Size = new(Btc / 2), Cost = new(30_000 * Dollar) };
        Position shorts = new() { Size = new(-20_000), Cost = new(-29_600 * Dollar) };

        RiskFigures one = new() { Equity = new(1_000 * Dollar) };
        one.Add(in half, btc);
        Check(v.GetProperty("long_half_btc_e1000"), one, 3, [(600_000_000, false)]);

        RiskFigures two = new() { Equity = new(1_400 * Dollar) };
        two.Add(in half, btc);
        two.Add(in shorts, sol);
        Check(v.GetProperty("long_half_btc_short_200_sol_e1400"), two, 3, [(600_000_000, false), (14_800_000, true)]);

        two.AddCollateral(new(2_700 * Dollar));
        Check(v.GetProperty("same_with_3000_eth_collateral_line_3_2"), two, 0, [(600_000_000, false), (14_800_000, true), (300_000_000, false)]);
    }

    private static void Check(JsonElement v, RiskFigures figures, int line, (long Price, bool IsShort)[] prices)
    {
        Assert.Equal(v.GetProperty("H").GetInt64(), (long)figures.Room(line));
        Assert.Equal(v.GetProperty("W").GetInt64(), (long)figures.Weight(line));
        long[] expected = [.. v.GetProperty("thresholds").EnumerateArray().Select(t => t.GetInt64())];
        for (int i = 0; i < prices.Length; i++)
        {
            long threshold = prices[i].IsShort
                ? ThresholdIndex.RisingPrice(prices[i].Price, figures.Room(line), figures.Weight(line))
                : -ThresholdIndex.FallingKey(prices[i].Price, figures.Room(line), figures.Weight(line));
            Assert.Equal(expected[i], threshold);
        }
    }

    private static AdlCandidate Giving(int account, long score, long available) => new() { Account = account, ScorePpb = score, Available = available };

    private static long TakenOf(AdlCandidate[] candidates, int account) => candidates.First(c => c.Account == account).Taken;

    private static long ScoreOf(in Position position, Market market) => AdlScore.Of(
        market.Unrealised(in position), new(Math.Abs(position.Cost.Value)), market.ValueCeil(position.Size), position.IsolatedMargin + market.Unrealised(in position));

    private static Position PotOf(long size, long entry, long margin) =>
        new() { Size = new(size), Cost = new(size * entry), IsolatedMargin = new(margin), Mode = MarginMode.Isolated };

    private static RiskFigures FiguresOf(in Position position, Market market)
    {
        RiskFigures figures = new() { Equity = position.IsolatedMargin };
        figures.Add(in position, market);
        return figures;
    }

    private static Market BtcAt(long ticks)
    {
        Venue venue = new();
        Assert.Equal(RejectCode.None, venue.List(Venue.ListingOf(
            Venue.Btc, (0, 10_000_000, 5_000_000), (50_000, 20_000_000, 10_000_000), (500_000, 50_000_000, 25_000_000),
            (2_500_000, 100_000_000, 50_000_000), (10_000_000, 200_000_000, 100_000_000))));
        venue.State.Markets[1].Mark = new(ticks * Subticks.PerTick);
        return venue.State.Markets[1];
    }

    // One tier of 0.5 %, and one of 10 % that nobody reaches: the steepest growth of a short's margin.
    private static Market SolAt(long ticks)
    {
        Venue venue = new();
        ListMarket terms = Venue.Btc with { Symbol = Symbol.Parse("SOL-PERP"), TickE9 = 10_000_000, LotE9 = 10_000_000, PositionMax = new(100_000_000), QtyMax = new(100_000_000) };
        Assert.Equal(RejectCode.None, venue.List(Venue.ListingOf(terms, (0, 10_000_000, 5_000_000), (50_000, 20_000_000, 10_000_000), (500_000, 50_000_000, 25_000_000), (10_000_000, 200_000_000, 100_000_000))));
        venue.State.Markets[1].Mark = new(ticks * Subticks.PerTick);
        return venue.State.Markets[1];
    }
}
