using Peregrine.Core;
using Peregrine.Engine.Lifecycle;
using Xunit;

namespace Peregrine.Engine.Tests.Accounts;

public sealed class ListingTests
{
    [Fact]
    public void A_listing_tells_its_terms_tiers_and_draft_state()
    {
        Venue venue = new();
        RejectCode code = venue.List(Venue.ListingOf(Venue.Btc, (0, 10_000_000, 5_000_000), (50_000, 20_000_000, 10_000_000), (500_000, 50_000_000, 25_000_000)));
        Assert.Equal(RejectCode.None, code);
        Assert.Equal(1, Assert.Single(venue.Told<MarketListed>()).TickLotValue);
        List<TierListed> tiers = venue.Told<TierListed>();
        Assert.Equal(3, tiers.Count);
        Assert.Equal((500 * Venue.Dollar, 250 * Venue.Dollar), (tiers[1].CumulativeIm.Value, tiers[1].CumulativeMm.Value));
        Assert.Equal((15_500 * Venue.Dollar, 7_750 * Venue.Dollar), (tiers[2].CumulativeIm.Value, tiers[2].CumulativeMm.Value));
        Assert.Equal(MarketState.Draft, Assert.Single(venue.Told<MarketStateChanged>()).State);
        Assert.Equal(RejectCode.BadListing, venue.List(Venue.ListingOf(Venue.Btc, (0, 10_000_000, 5_000_000))));
    }

    [Fact]
    public void Terms_that_do_not_fit_are_refused()
    {
        Venue venue = new();
        ListMarket terms = Venue.Btc;
        Refuses(terms with { TickE9 = 100_000_001 });
        Refuses(terms with { LotE9 = 1 });
        Refuses(terms with { PriceMax = new(1L << 51) });
        Refuses(terms with { PositionMax = new((1L << 40) + 1) });
        Refuses(terms with { PriceMax = new(1L << 30), PositionMax = new(1L << 30) });
        Refuses(terms with { QtyMin = new(0) });
        Refuses(terms with { MarketQtyMax = new(100_000_001) });
        Refuses(terms with { BandUpPpb = 0 });
        Refuses(terms with { LeverageMax = 101 });
        Refuses(terms with { OiLow = new(5), OiHigh = new(5) });
        Refuses(terms, (1, 10_000_000, 5_000_000));
        Refuses(terms, (0, 10_000_001, 5_000_000));
        Refuses(terms, (0, 10_000_000, 10_000_000));
        Refuses(terms, (0, 10_000_000, 5_000_000), (0, 20_000_000, 10_000_000));
        Refuses(terms, (0, 10_000_000, 5_000_000), (1, 9_999_999, 5_000_000));
        Refuses(terms, (0, 9_999_999, 5_000_000), (50_000, 20_000_000, 10_000_000), (50_001, 20_000_000, 9_999_999));
        Assert.Equal(RejectCode.BadListing, venue.List());
        Assert.Equal(RejectCode.BadListing, venue.List(Command.Of(in terms)));
        Assert.Equal(0, venue.State.MarketCount);

        void Refuses(ListMarket changed, params (long, int, int)[] tiers) =>
            Assert.Equal(RejectCode.BadListing, venue.List(Venue.ListingOf(changed, tiers.Length > 0 ? tiers : [(0, 10_000_000, 5_000_000)])));
    }

    [Fact]
    public void A_tier_whose_step_is_not_whole_is_refused()
    {
        Venue venue = new();
        Command[] group = Venue.ListingOf(Venue.Btc, (0, 9_000_000, 5_000_000), (1, 9_000_001, 5_000_000));
        Assert.Equal(RejectCode.BadListing, venue.List(group));
    }

    [Theory]
    [InlineData(MarketState.Draft, "PreOpen")]
    [InlineData(MarketState.PreOpen, "Open")]
    [InlineData(MarketState.Open, "PostOnly ReduceOnly CancelOnly Auction Halted")]
    [InlineData(MarketState.Halted, "CancelOnly")]
    [InlineData(MarketState.CancelOnly, "Open PostOnly")]
    [InlineData(MarketState.PostOnly, "Open Auction")]
    [InlineData(MarketState.ReduceOnly, "Open")]
    [InlineData(MarketState.Auction, "Open")]
    public void States_move_only_as_the_table_says(MarketState from, string to) =>
        Assert.Equal($"{to} Settling", string.Join(' ', Enum.GetValues<MarketState>().Where(next => MarketRules.MayMove(from, next, afterHalt: false))));

    [Theory]
    [InlineData(MarketState.Halted, "CancelOnly")]
    [InlineData(MarketState.CancelOnly, "PostOnly")]
    [InlineData(MarketState.PostOnly, "Auction")]
    [InlineData(MarketState.Auction, "Open")]
    public void After_a_halt_there_is_one_way_back(MarketState from, string to) =>
        Assert.Equal($"{to} Settling", string.Join(' ', Enum.GetValues<MarketState>().Where(next => MarketRules.MayMove(from, next, afterHalt: true))));

    [Theory]
    [InlineData(MarketState.Settling), InlineData(MarketState.Settled)]
    public void Nothing_comes_back_from_its_end(MarketState from) =>
        Assert.DoesNotContain(Enum.GetValues<MarketState>(), next => MarketRules.MayMove(from, next, afterHalt: false));

    [Fact]
    public void Fee_rows_are_dense_rising_and_leave_the_venue_something()
    {
        Venue venue = new();
        Assert.Equal(RejectCode.BadParameter, Set(1, 1, 0, 45_000));
        Assert.Equal(RejectCode.None, Set(0, 0, 15_000, 45_000));
        Assert.Equal(RejectCode.BadParameter, Set(1, 0, 12_000, 40_000));
        Assert.Equal(RejectCode.BadParameter, Set(1, 5, 41_000, 40_000));
        Assert.Equal(RejectCode.BadParameter, Set(1, 5, -20_001, 40_000));
        Assert.Equal(RejectCode.None, Set(1, 5, -20_000, 40_000));
        Assert.Equal(RejectCode.BadParameter, Set(0, 0, 15_000, 39_999));

        RejectCode Set(int tier, long volume, int maker, int taker) =>
            venue.Do(venue.Fees.Set, new SetFeeTier { Tier = tier, VolumeMin = new(volume), MakerPpb = maker, TakerPpb = taker });
    }

    [Fact]
    public void A_dead_feed_keeps_the_last_prices()
    {
        Venue venue = new();
        venue.ListBtc();
        Assert.Equal(RejectCode.BadValue, venue.Price(0));
        Assert.Equal(RejectCode.BadValue, venue.Price(10_000_000_001));
        Assert.Equal(RejectCode.None, venue.Price(0, PriceState.Dead));
        Assert.Equal(500_000_000, Assert.Single(venue.Told<PricesChanged>()).Mark.Value);
        Assert.Equal(PriceState.Dead, venue.State.Markets[1].PriceState);
    }
}
