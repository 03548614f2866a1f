using System.Text.Json;
using Peregrine.Core;
using Xunit;

namespace Peregrine.Twin.Tests;

/// <summary>Vectors that are arithmetic: the twin's formulas against the reference.</summary>
public sealed class FormulaVectors
{
    private const long Usd = 1_000_000;

    /// <summary>The example table of a first-class market.</summary>
    public static readonly SetTier[] BtcTiers =
    [
        Tier(0, 10_000_000, 5_000_000), Tier(50_000, 20_000_000, 10_000_000), Tier(500_000, 50_000_000, 25_000_000),
        Tier(2_500_000, 100_000_000, 50_000_000), Tier(10_000_000, 200_000_000, 100_000_000),
    ];

    private static SetTier Tier(long floor, int imr, int mmr) => new() { Floor = new(floor * Usd), ImrPpb = imr, MmrPpb = mmr };

    private static readonly IReadOnlyList<TwinTier> Btc = Formulas.Tiers(BtcTiers);

    [Fact]
    public void V01_notional_is_exact()
    {
        long one = 100_000L * 600_000 * 1, two = 25_055L * 15_137 * 100;
        Assert.Equal(Vectors.Of("V01").Num("btc_1_at_60000"), one);
        Assert.Equal(Vectors.Of("V01").Num("sol_250_55_at_151_37"), two);
    }

    [Fact]
    public void V02_fees_round_for_the_venue_and_leave_it_a_rest()
    {
        JsonElement v = Vectors.Of("V02");
        long n = v.Num("notional"), taker = Formulas.FeeUp(n, 450_000), rebate = Formulas.Rebate(n, 20_000);
        long referral = Formulas.Referral(taker, rebate, 100_000_000), builder = Formulas.FeeUp(n, 10_000);
        Assert.Equal(v.Num("taker_fee_450000ppb"), taker);
        Assert.Equal(v.Num("maker_rebate_20000ppb"), rebate);
        Assert.Equal(v.Num("referrer_10pct_of_net"), referral);
        Assert.Equal(v.Num("builder_10000ppb"), builder);
        Assert.Equal(v.Num("exchange_keeps"), taker - rebate - referral);
        Assert.Equal(v.Num("taker_total_paid"), taker + builder);
    }

    [Fact]
    public void V03_position_follows_every_fill()
    {
        long size = 0, cost = 0, total = 0;
        foreach (JsonElement step in Vectors.Of("V03").GetProperty("steps").EnumerateArray())
        {
            (size, cost, long realised) = Formulas.Trade(size, cost, step.Num("q"), step.Num("px"), 100);
            total += realised;
            Assert.Equal((step.Num("realised"), step.Num("size"), step.Num("cost")), (realised, size, cost));
        }
        Assert.Equal(Vectors.Of("V03").Num("total_realised"), total);
    }

    [Fact]
    public void V06_and_V07_liquidation_prices()
    {
        long price(long size, long cost, long backing) => Formulas.LiquidationPrice(Btc, size, cost * Usd, backing, 1, 10_000_000)!.Value;
        Assert.Equal(Vectors.Of("V06").Num("long/liq_sub"), price(100_000, 60_000, 6_000 * Usd));
        Assert.Equal(Vectors.Of("V06").Num("short/liq_sub"), price(-100_000, -60_000, 6_000 * Usd));
        Assert.Equal(Vectors.Of("V06b").Num("liq_sub"), price(1_000_000, 510_000, 25_000 * Usd));
        Assert.Equal(Vectors.Of("V07").Num("btc_liq_sub"), price(50_000, 30_000, Vectors.Of("V07").Num("other_equity")));
    }

    [Fact]
    public void V04_tiers_are_marginal()
    {
        JsonElement v = Vectors.Of("V04");
        Assert.Equal(v.Nums("cum_im_usd"), Btc.Select(t => t.CumulativeIm / Usd));
        Assert.Equal(v.Nums("cum_mm_usd"), Btc.Select(t => t.CumulativeMm / Usd));
        foreach (JsonProperty p in v.GetProperty("mm").EnumerateObject()) Assert.Equal(p.Value.GetInt64(), Formulas.MaintenanceMargin(Btc, long.Parse(p.Name) * Usd));
        foreach (JsonProperty p in v.GetProperty("im_at_100x").EnumerateObject()) Assert.Equal(p.Value.GetInt64(), Formulas.InitialMargin(Btc, long.Parse(p.Name) * Usd, 100));
        foreach (JsonProperty p in v.GetProperty("im_at_10x").EnumerateObject()) Assert.Equal(p.Value.GetInt64(), Formulas.InitialMargin(Btc, long.Parse(p.Name) * Usd, 10));
    }

    [Theory]
    [InlineData("long1_sell2", 100_000, 0, 2 * 60_500L, 10)]
    [InlineData("long1_buy05_sell05", 100_000, 59_500 / 2, 60_500 / 2, 10)]
    [InlineData("flat_marketable_buy", 0, 60_100, 0, 20)]
    [InlineData("short1_buy15", -100_000, 90_000, 0, 1)]
    public void V05_exposure_is_the_worse_side(string name, long size, long buysUsd, long sellsUsd, int leverage)
    {
        JsonElement v = Vectors.Of("V05").GetProperty(name);
        long p = Formulas.PositionValue(size, 600_000_000, 1), exposure = Formulas.Exposure(p, buysUsd * Usd, sellsUsd * Usd);
        Assert.Equal(v.Num("posNotional"), p);
        Assert.Equal(v.Num("exposure"), exposure);
        Assert.Equal(v.Num("im"), Formulas.InitialMargin(Btc, exposure, leverage));
    }

    [Fact]
    public void V05_a_price_beyond_mark_loses_at_once() =>
        Assert.Equal(Vectors.Of("V05").Num("flat_marketable_buy/openLoss"), Formulas.OpenLoss(Side.Buy, 601_000, 100_000, 600_000_000, 1));

    [Fact]
    public void V18_slices_follow_the_cumulative_target()
    {
        JsonElement v = Vectors.Of("V18");
        long[] plan = v.Nums("plan");
        for (int i = 0; i < plan.Length; i++) Assert.Equal(plan[i], Formulas.TwapAsk(100, i + 1, 7, plan[..i].Sum()));
        long executed = 0;
        int k = 0;
        foreach (JsonElement step in v.GetProperty("with_partial_slice2_fill4").EnumerateArray())
        {
            Assert.Equal(step[0].GetInt64(), Formulas.TwapAsk(100, ++k, 7, executed));
            executed += step[1].GetInt64();
        }
        Assert.Equal(v.Num("done"), executed);
    }

    [Fact]
    public void V18b_jitter_is_fixed_by_order_and_slice()
    {
        JsonElement v = Vectors.Of("V18b");
        Assert.Equal(v.Nums("jitters"), Enumerable.Range(1, 6).Select(k => Hash64.Jitter(v.Num("orderId"), k, v.Num("J_ms"), 0)));
    }

    [Fact]
    public void V19_scales_split_by_largest_remainder()
    {
        static (long, long)[] pairs(JsonElement e) => [.. e.EnumerateArray().Select(x => (x[0].GetInt64(), x[1].GetInt64()))];
        Assert.Equal(pairs(Vectors.Of("V19").GetProperty("orders")), Formulas.Scale(600_000, 597_000, 4, 100, 3, 1));
        Assert.Equal(pairs(Vectors.Of("V19").GetProperty("flat")), Formulas.Scale(600_000, 600_100, 3, 100, 1, 1));
    }

    [Fact]
    public void V24_open_interest_raises_the_floor()
    {
        foreach (JsonProperty p in Vectors.Of("V24").GetProperty("base_5pct").EnumerateObject())
            Assert.Equal(p.Value.GetInt64(), Formulas.OiScaledRate(50_000_000, long.Parse(p.Name), 20_000_000, 50_000_000));
    }

    [Fact]
    public void V31_market_orders_get_a_limit()
    {
        Assert.Equal(Vectors.Of("V31").Num("buy"), Formulas.MarketLimit(Side.Buy, 600_123_000, 600_200, 5_000_000));
        Assert.Equal(Vectors.Of("V31").Num("sell"), Formulas.MarketLimit(Side.Sell, 600_123_000, 600_050, 5_000_000));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(50)]
    [InlineData(100)]
    public void V33_largest_order_for_a_thousand_dollars(int leverage)
    {
        bool fits(long lots) => 1_000 * Usd - Formulas.InitialMargin(Btc, lots * 600_000, leverage) >= Formulas.FeeUp(lots * 600_000, 450_000);
        long most = Vectors.Of("V33").Num($"avail_1000usd/{leverage}");
        Assert.True(fits(most));
        Assert.False(fits(most + 1));
    }

    [Fact]
    public void V40_band_lies_around_mark()
    {
        Assert.Equal(Vectors.Of("V40").Num("max_buy_tick"), Formulas.BandMax(600_123_000, 100_000_000));
        Assert.Equal(Vectors.Of("V40").Num("min_sell_tick"), Formulas.BandMin(600_123_000, 100_000_000));
    }

    [Theory]
    [InlineData("both_open", 0, 0)]
    [InlineData("transfer", 0, 10)]
    [InlineData("both_close", -10, 10)]
    [InlineData("flip_part", -4, 0)]
    public void V41_added_interest(string name, long buyer, long seller) => Assert.Equal(Vectors.Of("V41").Num(name), Formulas.AddedInterest(buyer, seller, 10));

    [Fact]
    public void V46_bracket_levels_follow_the_entry()
    {
        JsonElement v = Vectors.Of("V46");
        long[] levels = Formulas.LargestRemainder(20, [640_000_000, 80_000_000, 280_000_000]), filled = new long[levels.Length];
        Assert.Equal(v.Nums("levels"), levels);
        bool over = false;
        foreach (JsonElement step in v.GetProperty("steps").EnumerateArray())
        {
            if (step.Text("event/0") == "tp") filled[step.Num("event/1")] += step.Num("event/2");
            over |= step.Text("event/0") == "entry_end";
            long[] targets = Formulas.BracketTargets(step.Num("F"), 20, levels, over);
            Assert.Equal(step.Nums("tp_active"), targets.Zip(filled, (t, f) => t - f));
            Assert.Equal(step.Num("sl_active"), step.Num("F") - filled.Sum());
        }
    }
}
