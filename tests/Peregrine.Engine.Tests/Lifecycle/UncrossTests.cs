using Peregrine.Core;
using Peregrine.Engine.Lifecycle;
using Xunit;

namespace Peregrine.Engine.Tests.Lifecycle;

public sealed class UncrossTests
{
    private readonly record struct Wish(Side Side, long Price, long Qty);

    [Fact]
    public void The_worked_example_of_the_specification_comes_out()
    {
        UncrossChoice choice = new(new(600_250_000));
        foreach ((long price, long demand, long supply) in new (long, long, long)[]
        {
            (600_000, 90, 25), (600_100, 90, 25), (600_200, 50, 40), (600_300, 50, 40), (600_400, 30, 70), (600_500, 30, 70),
        })
        {
            choice.Show(new(price), demand, supply);
        }
        Assert.Equal(new UncrossPrice(new(600_300), new(40), new(10)), choice.Best);
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4)]
    public void Nothing_trades_more_than_the_price_that_is_found(int batch)
    {
        for (int i = 0; i < 25; i++) Run((ulong)(batch * 1000 + i));
    }

    // Orders that everybody can carry: then the price is that of the whole book, and all of its volume trades.
    private static void Run(ulong seed)
    {
        Rng rng = new(seed);
        LivingVenue venue = new();
        venue.List(MarketState.PreOpen);
        int[] accounts = [.. Enumerable.Range(0, 6).Select(_ => venue.NewAccount())];
        List<Wish> wishes = [];
        int orders = (int)rng.Between(2, 40);
        for (int i = 0; i < orders; i++)
        {
            Side side = rng.Chance(50) ? Side.Buy : Side.Sell;
            long price = 600_000 + rng.Between(-8, 8) + (side == Side.Buy ? 2 : -2);
            Wish wish = new(side, price, rng.Between(1, 30));
            PlaceOrder order = Orders.Floor.Order(wish.Side, wish.Qty, wish.Price);
            if (rng.Chance(20)) order.Display = new(1);
            if (venue.Do(order, accounts[rng.Below(accounts.Length)]) == RejectCode.None) wishes.Add(wish);
        }
        venue.Fork();
        venue.Move(MarketState.Open);
        List<MarketUncrossed> told = venue.Told<MarketUncrossed>();
        (long price, long volume)? best = Best(wishes, 600_000_000);
        if (best is null)
        {
            Assert.Empty(told);
            return;
        }
        MarketUncrossed uncrossed = Assert.Single(told);
        Assert.True(uncrossed.Price.Value == best.Value.price && uncrossed.Volume.Value == best.Value.volume, $"seed {seed}: {uncrossed.Price} {uncrossed.Volume}, not {best}");
        List<Trade> trades = venue.Told<Trade>();
        Assert.Equal(best.Value.volume, trades.Sum(t => t.Qty.Value));
        Assert.All(trades, t => Assert.Equal(best.Value.price, t.Price.Value));
        // Nobody waits who would have traded at a better price than somebody who did.
        Assert.False(venue.State.Markets[1].IsCrossed);
    }

    private static (long Price, long Volume)? Best(List<Wish> wishes, long reference)
    {
        var candidates = wishes.Select(w => w.Price).Distinct().Select(p =>
        {
            long demand = wishes.Where(w => w.Side == Side.Buy && w.Price >= p).Sum(w => w.Qty);
            long supply = wishes.Where(w => w.Side == Side.Sell && w.Price <= p).Sum(w => w.Qty);
            return (Price: p, Volume: Math.Min(demand, supply), Imbalance: demand - supply);
        }).Where(c => c.Volume > 0).ToList();
        if (candidates.Count == 0) return null;
        long volume = candidates.Max(c => c.Volume);
        candidates.RemoveAll(c => c.Volume < volume);
        long imbalance = candidates.Min(c => Math.Abs(c.Imbalance));
        candidates.RemoveAll(c => Math.Abs(c.Imbalance) > imbalance);
        if (candidates.TrueForAll(c => c.Imbalance > 0)) return (candidates.Max(c => c.Price), volume);
        if (candidates.TrueForAll(c => c.Imbalance < 0)) return (candidates.Min(c => c.Price), volume);
        return candidates.OrderBy(c => Math.Abs(c.Price * 1000 - reference)).ThenBy(c => c.Price).Select(c => (c.Price, volume)).First();
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3)]
    public void No_uncross_leaves_anybody_below_zero_or_the_book_crossed(int batch)
    {
        for (int i = 0; i < 15; i++) RunPoor((ulong)(batch * 500 + i));
    }

    // Poor accounts, positions, reduce-only orders and pairs; marks move between the orders and the uncross.
    private static void RunPoor(ulong seed)
    {
        Rng rng = new(seed);
        LivingVenue venue = new();
        venue.List();
        int[] accounts = [.. Enumerable.Range(0, 6).Select(_ => venue.NewAccount(2000))];
        for (int i = 0; i < 30; i++) venue.Limit(accounts[rng.Below(6)], rng.Chance(50) ? Side.Buy : Side.Sell, rng.Between(1, 3000), 600_000 + rng.Between(-20, 20));
        venue.Move(MarketState.Auction);
        for (int i = 0; i < 40; i++)
        {
            int account = accounts[rng.Below(6)];
            OrderFlags flags = rng.Chance(25) ? OrderFlags.ReduceOnly : OrderFlags.None;
            venue.Limit(account, rng.Chance(50) ? Side.Buy : Side.Sell, rng.Between(1, 5000), 600_000 + rng.Between(-300, 300), flags);
        }
        venue.Price(600_000_000 + rng.Between(-20_000_000, 20_000_000));
        long[] before = [.. accounts.Select(a => Equity(venue, a))];
        venue.Fork();
        Assert.Equal(RejectCode.None, venue.Move(MarketState.Open));
        Assert.False(venue.State.Markets[1].IsCrossed);
        for (int i = 0; i < accounts.Length; i++)
        {
            bool traded = venue.Told<Trade>().Count > 0;
            Assert.True(!traded || before[i] < 0 || Equity(venue, accounts[i]) >= 0, $"seed {seed}: account {accounts[i]}");
        }
    }

    private static long Equity(LivingVenue venue, int account) => new Peregrine.Engine.Margin.MarginBook(venue.State).Of(account).EquityMaint.Value;
}
