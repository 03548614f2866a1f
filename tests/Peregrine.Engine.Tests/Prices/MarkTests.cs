using System.Text.Json;
using Peregrine.Core;
using Peregrine.Engine.Funding;
using Peregrine.Engine.Orders;
using Peregrine.Engine.Prices;
using Peregrine.Engine.Tests.Accounts;
using Xunit;

namespace Peregrine.Engine.Tests.Prices;

/// <summary>Impact prices, averages and marks against the vectors of domain §7.3, §7.4 and §2.2.</summary>
public sealed class MarkTests
{
    private const long Index = 600_123_000;
    private static readonly JsonElement Vectors = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "domain-vectors.json"))).RootElement;

    [Fact]
    public void V09_the_three_candidates_and_their_median()
    {
        JsonElement v = Vectors.GetProperty("V09");
        Ema ema = Ema.At(45_000).Step(62_000, 3_000, 150_000);
        long funded = MarkMath.FundingPrice(Index, 12_500, MarkMath.HourMs / 2);
        long basis = Index + ema.Floor;
        Assert.Equal(v.GetProperty("ema_basis_sub").GetInt64(), ema.Floor);
        Assert.Equal(v.GetProperty("P1").GetInt64(), funded);
        Assert.Equal(v.GetProperty("P2").GetInt64(), basis);
        long mark = PriceMath.Median(funded, basis, v.GetProperty("P3").GetInt64());
        Assert.Equal(v.GetProperty("mark_sub").GetInt64(), MarkMath.Clamp(mark, Index, 10_000_000));
    }

    [Fact]
    public void V09b_a_book_pushed_far_moves_mark_only_as_far_as_the_average()
    {
        JsonElement v = Vectors.GetProperty("V09b");
        long basis = Index + v.GetProperty("ema").GetInt64();
        long funded = MarkMath.FundingPrice(Index, 12_500, MarkMath.HourMs / 2);
        Assert.Equal(v.GetProperty("P2").GetInt64(), basis);
        Assert.Equal(v.GetProperty("mark_sub").GetInt64(), MarkMath.Clamp(PriceMath.Median(funded, basis, v.GetProperty("P3").GetInt64()), Index, 10_000_000));
    }

    [Fact]
    public void V09b_the_book_price_of_a_pushed_book()
    {
        SourcedFloor floor = Floor(out int maker, out int taker, higher: true);
        floor.Limit(maker, Side.Sell, 1, 640_000);
        floor.Limit(maker, Side.Buy, 1, 612_000);
        floor.Market.Last = new(640_000);
        Assert.True(MarkMath.TryBookPrice(floor.Market, out long price));
        Assert.Equal(Vectors.GetProperty("V09b").GetProperty("P3").GetInt64(), price);
        Assert.NotEqual(0, taker);
    }

    [Fact]
    public void A_spread_above_five_percent_or_a_missing_side_or_trade_is_no_book_price()
    {
        SourcedFloor floor = Floor(out int maker, out _, higher: true);
        floor.Limit(maker, Side.Buy, 1, 600_000);
        floor.Market.Last = new(600_000);
        Assert.False(MarkMath.TryBookPrice(floor.Market, out _));
        floor.Limit(maker, Side.Sell, 1, 630_001);
        Assert.False(MarkMath.TryBookPrice(floor.Market, out _));
        floor.Limit(maker, Side.Sell, 1, 630_000);
        Assert.True(MarkMath.TryBookPrice(floor.Market, out _));
        floor.Market.Last = default;
        Assert.False(MarkMath.TryBookPrice(floor.Market, out _));
    }

    [Fact]
    public void V10_impact_prices_and_the_premium()
    {
        JsonElement v = Vectors.GetProperty("V10");
        SourcedFloor floor = Floor(out int maker, out _);
        floor.Tell(Index);
        floor.Limit(maker, Side.Buy, 10_000, 600_500);
        floor.Limit(maker, Side.Buy, 30_000, 600_400);
        floor.Limit(maker, Side.Sell, 20_000, 600_600);
        floor.Limit(maker, Side.Sell, 40_000, 600_700);
        Micros notional = new(20_000 * Venue.Dollar);
        Assert.Equal(Subticks.Zero, ImpactPrices.Of(floor.State, floor.Market, Side.Buy, notional, SourcedFloor.Second));
        floor.Wait(2 * SourcedFloor.Second);
        Subticks bid = ImpactPrices.Of(floor.State, floor.Market, Side.Buy, notional, SourcedFloor.Second);
        Subticks ask = ImpactPrices.Of(floor.State, floor.Market, Side.Sell, notional, SourcedFloor.Second);
        Assert.Equal(v.GetProperty("impact_bid_sub").GetInt64(), bid.Value);
        Assert.Equal(v.GetProperty("impact_ask_sub").GetInt64(), ask.Value);
        Assert.True(FundingMath.TryPremium(bid, ask, new(Index), out long premium));
        Assert.Equal(v.GetProperty("premium_ppb").GetInt64(), premium);
    }

    [Fact]
    public void Depth_that_has_not_rested_ends_its_level_and_not_the_walk()
    {
        SourcedFloor floor = Floor(out int maker, out _);
        floor.Limit(maker, Side.Buy, 1_000, 600_000);
        floor.Limit(maker, Side.Buy, 100_000, 599_000);
        floor.Wait(2 * SourcedFloor.Second);
        floor.Limit(maker, Side.Buy, 500_000, 600_000);
        floor.Limit(maker, Side.Buy, 500_000, 600_500);
        Subticks bid = ImpactPrices.Of(floor.State, floor.Market, Side.Buy, new(10_000 * Venue.Dollar), SourcedFloor.Second);
        // 600 USD at 60 000 and the rest at 59 900, in whole lots.
        const long rest = (10_000_000_000 - 600_000_000 + 598_999) / 599_000;
        Assert.Equal((1_000 * 600_000 + rest * 599_000) * 1000 / (1_000 + rest), bid.Value);
    }

    [Fact]
    public void Not_enough_depth_leaves_a_side_without_impact_price()
    {
        SourcedFloor floor = Floor(out int maker, out _);
        floor.Limit(maker, Side.Sell, 10, 600_500);
        floor.Wait(2 * SourcedFloor.Second);
        Assert.Equal(Subticks.Zero, ImpactPrices.Of(floor.State, floor.Market, Side.Sell, new(10_000 * Venue.Dollar), SourcedFloor.Second));
        Assert.Equal(6_005_000, (ImpactPrices.Of(floor.State, floor.Market, Side.Sell, new(5 * Venue.Dollar), SourcedFloor.Second).Value + 99) / 100);
    }

    [Fact]
    public void V40_the_entry_band_around_a_mark()
    {
        JsonElement v = Vectors.GetProperty("V40");
        SourcedFloor floor = Floor(out _, out _);
        floor.Tell(Index);
        Assert.Equal(Index, floor.Market.Mark.Value);
        Assert.Equal(v.GetProperty("max_buy_tick").GetInt64(), PriceBounds.Band(floor.Market, Side.Buy).Value);
        Assert.Equal(v.GetProperty("min_sell_tick").GetInt64(), PriceBounds.Band(floor.Market, Side.Sell).Value);
    }

    [Theory]
    [InlineData("from_45000_x_62000", 45_000)]
    [InlineData("from_0_x_100", 0)]
    [InlineData("from_0_x_minus_100", 0)]
    public void V47_an_average_steps_in_its_fine_units(string name, long from)
    {
        JsonElement v = Vectors.GetProperty("V47").GetProperty(name);
        Ema ema = Ema.At(from);
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(v.GetProperty("state")[i].GetInt64(), (long)ema.State);
            Assert.Equal(v.GetProperty("shown")[i].GetInt64(), ema.Floor);
            Assert.Equal(ema, Ema.OfWords(ema.Low, ema.High));
            ema = ema.Step(v.GetProperty("x").GetInt64(), 1_000, 150_000);
        }
    }

    [Fact]
    public void What_was_missed_is_one_step_of_at_most_tau() =>
        Assert.Equal(Ema.At(0).Step(1000, 150_000, 150_000), Ema.At(0).Step(1000, 9_000_000, 150_000));

    [Fact]
    public void A_tick_after_missed_seconds_is_one_tick_of_them_all()
    {
        SourcedFloor a = WithBook();
        SourcedFloor b = WithBook();
        a.Tell(SourcedFloor.Index, 3 * SourcedFloor.Second);
        Ema expected = b.Market.Marking.Slow.Step(BasisOf(b), 3_000, 150_000);
        Assert.Equal(expected, a.Market.Marking.Slow);
    }

    [Fact]
    public void An_index_alone_moves_mark_and_no_average()
    {
        SourcedFloor floor = WithBook();
        Ema before = floor.Market.Marking.Slow;
        floor.Tell(SourcedFloor.Index + 100_000);
        Assert.Equal(before, floor.Market.Marking.Slow);
        MarkUpdated told = Assert.Single(floor.Told<MarkUpdated>());
        Assert.Equal(SourcedFloor.Index + 100_000 + before.Floor, told.BasisPrice.Value);
        Assert.Equal(MarkInputs.None, told.Inputs & MarkInputs.Ticked);
    }

    [Fact]
    public void No_trade_and_no_order_moves_mark()
    {
        SourcedFloor floor = WithBook();
        int taker = floor.NewAccount();
        Subticks before = floor.Market.Mark;
        floor.Limit(taker, Side.Buy, 150_000, 602_000);
        Assert.NotEmpty(floor.Told<Trade>());
        Assert.Empty(floor.Told<MarkUpdated>());
        Assert.Equal(before, floor.Market.Mark);
    }

    // One side quoted and nothing traded: then impact asks are missing and the average stays 0. Both sides: it moves.
    private static SourcedFloor WithBook()
    {
        SourcedFloor floor = Floor(out int maker, out _);
        floor.Limit(maker, Side.Buy, 100_000, 600_500);
        floor.Limit(maker, Side.Sell, 200_000, 601_500);
        floor.Tell(SourcedFloor.Index, SourcedFloor.Second);
        floor.Tell(SourcedFloor.Index, SourcedFloor.Second);
        Assert.NotEqual(0, floor.Market.Marking.Slow.Floor);
        return floor;
    }

    private static long BasisOf(SourcedFloor floor)
    {
        Micros notional = PriceTicks.ImpactNotional(SourcedFloor.Rules(1), floor.Market);
        Subticks bid = ImpactPrices.Of(floor.State, floor.Market, Side.Buy, notional, 0);
        Subticks ask = ImpactPrices.Of(floor.State, floor.Market, Side.Sell, notional, 0);
        return MarkMath.Basis(bid, ask, floor.Market.Index);
    }

    private static SourcedFloor Floor(out int maker, out int taker, bool higher = false)
    {
        SourcedFloor floor = new();
        maker = floor.NewAccount(100_000_000 * Venue.Dollar);
        taker = floor.NewAccount();
        if (higher) floor.Tell(620_000_000);
        return floor;
    }
}
