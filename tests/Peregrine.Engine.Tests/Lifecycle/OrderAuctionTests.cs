using Peregrine.Core;
using Peregrine.Engine.Auctions;
using Peregrine.Engine.Tests.Orders;
using Xunit;

namespace Peregrine.Engine.Tests.Lifecycle;

public sealed class OrderAuctionTests
{
    [Fact]
    public void An_auction_lives_on_in_a_snapshot_and_its_quotes_stay_sealed()
    {
        LivingVenue venue = Open(out int taker, out int[] makers);
        venue.Limit(makers[0], Side.Sell, 1_000_000, 600_100);
        Ask(venue, taker, 600_000, 600_200);
        long auction = venue.Engine.Seq;
        foreach (int maker in makers[1..]) Assert.Equal(RejectCode.None, Quote(venue, maker, auction, 600_099 - maker, 100_000));
        Assert.All(venue.Described<StateQuote>(), told => Assert.Equal((0, 0), (told.Price.Value, told.Qty.Value)));
        Assert.Equal(makers.Length - 1, venue.Described<StateQuote>().Count);
        venue.Fork();
        Assert.Equal(RejectCode.None, Quote(venue, makers[^1], auction, 600_000, 200_000));
        venue.Wait(LivingVenue.Second);
        AuctionEnded ended = Assert.Single(venue.Told<AuctionEnded>());
        Assert.Equal((600_000, 100_000L * makers.Length), (ended.Filled.Value, ended.FromQuotes.Value));
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3)]
    public void The_taker_never_pays_more_than_the_book_alone_would_have_asked(int batch)
    {
        for (int i = 0; i < 15; i++) Run((ulong)(batch * 100 + i));
    }

    private static void Run(ulong seed)
    {
        Rng rng = new(seed);
        LivingVenue venue = Open(out int taker, out int[] makers);
        Side side = rng.Chance(50) ? Side.Buy : Side.Sell;
        int sign = side == Side.Buy ? 1 : -1;
        for (int i = 0; i < 12; i++) venue.Limit(makers[rng.Below(2)], side.Opposite(), rng.Between(20_000, 120_000), 600_000 + sign * rng.Between(1, 60));
        Ask(venue, taker, rng.Between(50_000, 700_000), 600_000 + sign * 60, side);
        if (venue.Told<AuctionOpened>().Count == 0) return;
        long auction = venue.Engine.Seq;
        for (int i = 0; i < 15; i++)
        {
            if (rng.Chance(20)) venue.Limit(makers[rng.Below(2)], side.Opposite(), rng.Between(1, 50_000), 600_000 + sign * rng.Between(1, 60));
            Quote(venue, makers[rng.Below(makers.Length)], auction, 600_000 + sign * rng.Between(-5, 60), rng.Between(1, 100_000));
        }
        venue.Fork();
        venue.Wait(LivingVenue.Second);
        AuctionEnded ended = Assert.Single(venue.Told<AuctionEnded>());
        Assert.True(ended.Filled >= ended.BookFilled, $"seed {seed}");
        // As many lots as the book alone would have filled, at no worse a price: fills are told best first.
        long left = ended.BookFilled.Value;
        Int128 paid = 0;
        foreach (Trade trade in venue.Told<Trade>())
        {
            long lots = Math.Min(left, trade.Qty.Value);
            paid += (Int128)lots * trade.Price.Value;
            left -= lots;
        }
        Assert.True((paid - ended.BookNotional.Value) * sign <= 0, $"seed {seed}");
    }

    [Fact]
    public void A_full_table_of_auctions_sends_orders_to_the_book()
    {
        LivingVenue venue = Open(out int taker, out int[] makers);
        venue.Limit(makers[0], Side.Sell, 90_000_000, 600_100);
        for (int i = 0; i < AuctionOrder.Most; i++)
        {
            Ask(venue, taker, 100, 600_100);
            Assert.Single(venue.Told<AuctionOpened>());
        }
        Ask(venue, taker, 100, 600_100);
        Assert.Single(venue.Told<Trade>());
        venue.Wait(LivingVenue.Second);
        Assert.Equal(AuctionOrder.Most, venue.Told<AuctionEnded>().Count);
    }

    [Fact]
    public void An_orders_rest_has_its_place_in_the_book_however_full_that_became()
    {
        Floor floor = new();
        Turn(floor, AdminParameter.AuctionOn);
        Turn(floor, AdminParameter.AuctionNotionalMin);
        floor.Limit(floor.Bob, Side.Sell, 1, 600_000);
        Assert.Equal(RejectCode.None, floor.Limit(floor.Alice, Side.Buy, 10, 600_000, OrderFlags.Auction));
        Assert.Single(floor.Told<AuctionOpened>());
        int beside = 0;
        while (floor.Limit(floor.Bob, Side.Sell, 1, 600_100) == RejectCode.None) beside++;
        Assert.Equal((RejectCode.CapacityFull, 126), (floor.Done.Code, beside));
        floor.Wait(Floor.Second);
        Assert.Equal(1, Assert.Single(floor.Told<AuctionEnded>()).Filled.Value);
        Assert.Equal(9, floor.Told<BookChanged>()[^1].OrderVisible.Value);
    }

    private static void Turn(Floor floor, AdminParameter parameter)
    {
        floor.Do(new ProposeChange { Parameter = parameter, Subject = 1, Admin = 1, Value = 1, EffectiveAtNs = 20_000L * 86_400 * Floor.Second });
        Assert.Equal(RejectCode.None, floor.Do(new ApproveChange { Proposal = floor.Seq, Admin = 2 }));
    }

    private static LivingVenue Open(out int taker, out int[] makers)
    {
        LivingVenue venue = new();
        venue.List();
        venue.Change(AdminParameter.AuctionOn, 1, 1);
        venue.Change(AdminParameter.AuctionNotionalMin, 1, 1);
        taker = venue.NewAccount(10_000_000);
        makers = [.. Enumerable.Range(0, 5).Select(_ => venue.NewAccount(10_000_000))];
        return venue;
    }

    private static void Ask(LivingVenue venue, int account, long qty, long price, Side side = Side.Buy) =>
        Assert.Equal(RejectCode.None, venue.Limit(account, side, qty, price, OrderFlags.Auction));

    private static RejectCode Quote(LivingVenue venue, int account, long auction, long price, long qty) =>
        venue.Do(new QuoteAuction { Auction = auction, Price = new(price), Qty = new(qty) }, account);
}
