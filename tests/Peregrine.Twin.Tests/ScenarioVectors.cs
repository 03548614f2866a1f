using System.Text.Json;
using Peregrine.Core;
using Xunit;

namespace Peregrine.Twin.Tests;

/// <summary>Vectors that are stories: the whole twin plays them.</summary>
public sealed class ScenarioVectors
{
    private const long Usd = 1_000_000;
    private const long Btc = 100_000;

    [Fact]
    public void V14_collateral_has_three_values()
    {
        JsonElement v = Vectors.Of("V14");
        var world = new World(leverage: 10, profitWeight: 500_000_000);
        world.Send(new ListAsset { Symbol = Symbol.Parse("ETH"), Decimals = 6, InitWeightPpb = 850_000_000, MaintWeightPpb = 900_000_000, AccountCap = 1_000 * Usd, PlatformCap = 1_000 * Usd });
        world.Send(new SetAssetPrice { Asset = 2, Index = new(3_000 * Usd), Average = new(3_050 * Usd), State = PriceState.Fresh });
        int a = world.Account(0), b = world.Account(1_000_000 * Usd);
        world.Send(new Deposit { Source = new(9, 9), Amount = 10 * Usd, Asset = 2 }, a);
        // A long of 1 BTC at 56 000 with mark 60 000 has 4 000 of paper profit; then 2 000 of cash go.
        world.Mark(560_000);
        world.Place(b, World.Limit(Side.Sell, Btc, 560_000));
        world.Place(a, World.Limit(Side.Buy, Btc, 560_000));
        world.Mark(600_000);
        world.Twin.State.Accounts[a - 1].Cash -= 2_000 * Usd;
        world.Twin.State.Accounts[b - 1].Cash += 2_000 * Usd;
        Assert.Equal(RejectCode.InsufficientBalance, world.Send(new RequestWithdrawal { Amount = 1, Asset = 1 }, a));
        long most = v.Num("max_eth_withdraw_1e6");
        Assert.Equal(RejectCode.WithdrawLimit, world.Send(new RequestWithdrawal { Amount = most + 1, Asset = 2 }, a));
        Assert.Equal(RejectCode.None, world.Send(new RequestWithdrawal { Amount = most, Asset = 2 }, a));
    }

    [Fact]
    public void V20_iceberg_slices_queue_at_the_tail()
    {
        var world = new World();
        int a = world.Account(1_000_000 * Usd), b = world.Account(1_000_000 * Usd), c = world.Account(1_000_000 * Usd);
        OrderId iceberg = world.Place(a, World.Limit(Side.Sell, 10, 600_000, display: 3));
        world.Place(b, World.Limit(Side.Sell, 5, 600_000));
        world.Place(c, World.Limit(Side.Buy, 12, 600_000));
        JsonElement trades = Vectors.Of("V20").At("trades_left/0");
        Assert.Equal(trades.EnumerateArray().Select(t => (t[0].GetString() == "A" ? a : b, t[1].GetInt64())), world.Told<Trade>().Select(t => (t.MakerAccount, t.Qty.Value)));
        TwinOrder left = world.Twin.State.Orders[iceberg.Value];
        Assert.Equal((2L, 1L), (left.Visible, left.Rest - left.Visible));
    }

    [Theory]
    [InlineData("sell", Side.Sell, 610_000)]
    [InlineData("buy", Side.Buy, 0)]
    public void V21_trailing_stops_follow_the_best_price(string name, Side side, long activation)
    {
        var world = new World();
        int a = world.Account(1_000 * Usd);
        JsonElement[] steps = [.. Vectors.Of("V21").GetProperty(name).EnumerateArray()];
        world.Mark(steps[0][0].GetInt64() / 1000);
        world.Place(a, new PlaceOrder { Market = 1, Type = OrderType.Market, Side = side, Tif = TimeInForce.Ioc, Qty = new(1), Trigger = TriggerKind.Trailing, CallbackPpb = 10_000_000, ActivationPrice = new(activation) });
        foreach (JsonElement step in steps)
        {
            world.Send(new SetPrices { Market = 1, Index = new(step[0].GetInt64()), Mark = new(step[0].GetInt64()), State = PriceState.Fresh });
            Assert.Equal(step[3].GetBoolean(), world.Told<OrderTriggered>().Any());
            if (!step[3].GetBoolean()) continue;
            OrderTriggered fired = world.Told<OrderTriggered>().Single();
            Assert.Equal((step[1].GetInt64(), step[2].GetInt64()), (fired.Peak.Value, fired.Level.Value));
        }
    }

    [Theory]
    [InlineData("profit", 605_000)]
    [InlineData("loss", 530_000)]
    public void V25_reducing_releases_a_share_of_the_pot(string name, long price)
    {
        JsonElement v = Vectors.Of("V25").GetProperty(name);
        var world = new World(leverage: 10);
        int a = world.Account(10_000 * Usd), b = world.Account(1_000_000 * Usd);
        world.Send(new SetMarginMode { Market = 1, Mode = MarginMode.Isolated }, a);
        world.Place(b, World.Limit(Side.Sell, Btc, 600_000));
        world.Place(a, World.Limit(Side.Buy, Btc, 600_000));
        long before = world.Cash(a);
        Assert.Equal(6_000 * Usd, world.Position(a).IsoMargin);
        world.Place(b, World.Limit(Side.Buy, 33_333, price));
        world.Place(a, World.Limit(Side.Sell, 33_333, price));
        Assert.Equal(v.Num("to_cross_cash"), world.Cash(a) - before);
        Assert.Equal((v.Num("margin_left"), v.Num("size"), v.Num("cost")), (world.Position(a).IsoMargin, world.Position(a).Size, world.Position(a).Cost));
    }

    [Theory]
    [InlineData("CN", StpMode.CancelNewest)]
    [InlineData("CO", StpMode.CancelOldest)]
    [InlineData("CB", StpMode.CancelBoth)]
    [InlineData("DC", StpMode.Decrement)]
    public void V27_self_trades_follow_the_incoming_order(string name, StpMode mode)
    {
        JsonElement v = Vectors.Of("V27").GetProperty(name);
        var world = new World();
        int a = world.Account(100_000 * Usd), b = world.Account(100_000 * Usd), c = world.Account(100_000 * Usd);
        OrderId[] makers = [world.Place(b, World.Limit(Side.Sell, 5, 600_100)), world.Place(a, World.Limit(Side.Sell, 4, 600_200)), world.Place(c, World.Limit(Side.Sell, 10, 600_300))];
        world.Place(a, World.Limit(Side.Buy, 12, 600_500, TimeInForce.Ioc, stp: mode));
        Assert.Equal(v.GetProperty("trades").EnumerateArray().Select(t => (t[1].GetInt64(), t[2].GetInt64())), world.Told<Trade>().Select(t => (t.Price.Value, t.Qty.Value)));
        for (int i = 0; i < 3; i++)
        {
            long left = v.GetProperty("book").EnumerateArray().Where(o => o[0].GetString() == $"m{i + 1}").Select(o => o[3].GetInt64()).SingleOrDefault();
            Assert.Equal(left, world.Rest(makers[i]));
        }
    }

    [Fact]
    public void V28_what_would_execute_first_keeps_its_size()
    {
        var world = new World();
        int a = world.Account(100_000 * Usd), b = world.Account(100_000 * Usd);
        world.Place(b, World.Limit(Side.Sell, 10, 600_000));
        world.Place(a, World.Limit(Side.Buy, 10, 600_000));
        Dictionary<string, OrderId> orders = new(StringComparer.Ordinal)
        {
            ["A"] = world.Place(a, World.Limit(Side.Sell, 6, 610_000, flags: OrderFlags.ReduceOnly)),
            ["B"] = world.Place(a, World.Limit(Side.Sell, 4, 620_000, flags: OrderFlags.ReduceOnly)),
            ["C"] = world.Place(a, World.Limit(Side.Sell, 3, 605_000, flags: OrderFlags.ReduceOnly)),
        };
        void same(string name)
        {
            foreach (string order in orders.Keys)
            {
                long rest = Vectors.Of("V28").At(name + "/0").EnumerateArray().Where(x => x[0].GetString() == order).Select(x => x[1].GetInt64()).SingleOrDefault();
                Assert.Equal(rest, world.Rest(orders[order]));
            }
        }
        same("pos10");
        world.Place(b, World.Limit(Side.Buy, 5, 600_000));
        world.Place(a, World.Limit(Side.Sell, 5, 600_000, TimeInForce.Ioc));
        same("pos5");
    }

    [Fact]
    public void V32_fees_and_reduction_conserve_money()
    {
        JsonElement v = Vectors.Of("V32");
        var world = new World(maker: -20_000, taker: 450_000);
        int a = world.Account(10_000 * Usd), b = world.Account(10_000 * Usd);
        world.Place(b, World.Limit(Side.Sell, Btc, 600_000));
        world.Place(a, World.Limit(Side.Buy, Btc, 600_000));
        Assert.Equal((v.Num("after_open/A"), v.Num("after_open/B")), (world.Cash(a), world.Cash(b)));
        // A tenth of what the venue keeps goes to the market's insurance.
        Assert.Equal(v.Num("after_open/FEE"), (long)(world.Twin.State.VenueFees + world.Twin.State.Markets[0].Risk.Fund.Money));
        // The vector has a funding payment in between; the same change of cash stands in for it.
        world.Twin.State.Accounts[a - 1].Cash = v.Num("after_funding/A");
        world.Twin.State.Accounts[b - 1].Cash = v.Num("after_funding/B");
        world.Twin.State.VenueFees += v.Num("after_funding/INS");
        world.Place(b, World.Limit(Side.Buy, 33_333, 610_007));
        world.Place(a, World.Limit(Side.Sell, 33_333, 610_007));
        Assert.Equal((v.Num("after_reduce/A"), v.Num("after_reduce/B")), (world.Cash(a), world.Cash(b)));
        Assert.Equal((v.Num("posA/0"), v.Num("posA/1")), (world.Position(a).Size, world.Position(a).Cost));
        Assert.Equal((v.Num("posB/0"), v.Num("posB/1")), (world.Position(b).Size, world.Position(b).Cost));
    }

    [Fact]
    public void V37_a_taker_stops_before_it_is_bankrupt()
    {
        JsonElement v = Vectors.Of("V37").GetProperty("result");
        var world = new World(taker: 450_000);
        int a = world.Account(100_000 * Usd), b = world.Account(1_000_000 * Usd), c = world.Account(1_000_000 * Usd);
        world.Place(b, World.Limit(Side.Sell, 16_000, 600_000));
        world.Send(new SetLeverage { Market = 1, Leverage = 100 }, a);
        world.Place(a, World.Limit(Side.Buy, 16_000, 600_000));
        long spare = world.Cash(a) - 100 * Usd;
        world.Twin.State.Accounts[a - 1].Cash -= spare;
        world.Twin.State.Accounts[c - 1].Cash += spare;
        world.Place(b, World.Limit(Side.Buy, 4_000, 599_000));
        world.Place(b, World.Limit(Side.Buy, 4_000, 594_000));
        world.Place(b, World.Limit(Side.Buy, 8_000, 582_000));
        world.Place(a, World.Limit(Side.Sell, 16_000, 580_000, TimeInForce.Ioc));
        Assert.Equal(v.GetProperty("fills").EnumerateArray().Select(f => (f[0].GetInt64(), f[1].GetInt64())), world.Told<Trade>().Select(t => (t.Price.Value, t.Qty.Value)));
        OrderCancelled rest = world.Told<OrderCancelled>().Single();
        Assert.Equal((CancelReason.WouldBankrupt, v.Num("cancelled")), (rest.Reason, rest.Rest.Value));
        TwinPosition p = world.Position(a);
        Assert.Equal(v.Num("equity"), world.Cash(a) + Formulas.Unrealised(p.Size, p.Cost, 600_000_000, 1));
    }

    [Theory]
    [InlineData("open_12M_100x", 100, 0, 20_000_000, 600_000)]
    [InlineData("increase_30k_to_90k_100x", 100, 50_000, 100_000, 600_000)]
    [InlineData("buy_1btc_60100_mark_60000_20x", 20, 0, 100_000, 601_000)]
    public void V43_opening_moves_margin_by_tier(string name, int leverage, long had, long buys, long price)
    {
        var world = new World();
        int a = world.Account(100_000_000 * Usd), b = world.Account(1_000_000_000 * Usd);
        world.Send(new SetMarginMode { Market = 1, Mode = MarginMode.Isolated }, a);
        world.Send(new SetLeverage { Market = 1, Leverage = (ushort)leverage }, a);
        world.Place(b, World.Limit(Side.Sell, had + buys, price));
        if (had > 0) world.Place(a, World.Limit(Side.Buy, had, price));
        long before = had > 0 ? world.Position(a).IsoMargin : 0;
        world.Place(a, World.Limit(Side.Buy, buys, price));
        Assert.Equal(Vectors.Of("V43").Num(name + "/move"), world.Position(a).IsoMargin - before);
    }
}
