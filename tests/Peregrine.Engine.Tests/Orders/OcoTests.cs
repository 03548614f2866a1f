using Peregrine.Core;
using Xunit;

namespace Peregrine.Engine.Tests.Orders;

public class OcoTests
{
    private readonly Floor _floor = new();

    [Fact]
    public void A_fill_of_one_cuts_the_other()
    {
        Place(Floor.Order(Side.Buy, 10, 599_000, OrderFlags.Oco), Floor.Order(Side.Buy, 15, 598_000, OrderFlags.Oco));
        _floor.Limit(_floor.Bob, Side.Sell, 4, 599_000);
        Assert.Equal((4, 11), (_floor.Told<OrderTrimmed>().Single().Cut.Value, _floor.Told<OrderTrimmed>().Single().Rest.Value));
        _floor.Limit(_floor.Bob, Side.Sell, 6, 599_000);
        Assert.Equal(5, _floor.Told<OrderTrimmed>().Single().Rest.Value);
        _floor.Limit(_floor.Bob, Side.Sell, 20, 598_000);
        Assert.Equal(5, _floor.Told<Trade>().Single().Qty.Value);
        Assert.Equal(0, _floor.State.Groups.Count);
    }

    [Fact]
    public void A_trigger_of_one_cancels_the_other_before_it_executes()
    {
        Place(Floor.Order(Side.Buy, 10, 599_000, OrderFlags.Oco), Stop(10, 610_000));
        _floor.Limit(_floor.Bob, Side.Sell, 30, 611_000);
        _floor.SetMark(610_000_000);
        Assert.StartsWith("PricesChanged OrderTriggered OrderCancelled BookChanged Trade", _floor.Kinds(), StringComparison.Ordinal);
        Assert.Equal(10, _floor.SizeOf(_floor.Alice));
        Assert.Equal(0, _floor.State.Groups.Count);
    }

    [Fact]
    public void A_first_that_takes_leaves_the_second_the_rest()
    {
        _floor.Limit(_floor.Bob, Side.Sell, 4, 600_000);
        Place(Floor.Order(Side.Buy, 10, 600_000, OrderFlags.Oco), Floor.Order(Side.Buy, 10, 598_000, OrderFlags.Oco));
        Assert.Equal(6, _floor.Told<OrderTrimmed>().Single().Rest.Value);
        _floor.Limit(_floor.Bob, Side.Sell, 6, 600_000);
        Assert.Equal(CancelReason.Oco, _floor.Told<OrderCancelled>().Single().Reason);
        Assert.Equal(0, _floor.State.Groups.Count);
    }

    [Fact]
    public void The_waiting_one_shrinks_too()
    {
        Place(Floor.Order(Side.Buy, 10, 599_000, OrderFlags.Oco), Stop(10, 610_000));
        _floor.Limit(_floor.Bob, Side.Sell, 4, 599_000);
        Assert.Equal(6, _floor.Told<OrderTrimmed>().Single().Rest.Value);
        _floor.Limit(_floor.Bob, Side.Sell, 6, 599_000);
        Assert.Equal(CancelReason.Oco, _floor.Told<OrderCancelled>().Single().Reason);
        Assert.Equal(0, _floor.State.Triggers.Triggers.Count);
    }

    [Fact]
    public void Both_pass_or_none_is_placed()
    {
        PlaceOrder good = Floor.Order(Side.Buy, 10, 599_000, OrderFlags.Oco);
        Assert.Equal(RejectCode.PriceBand, Try(good, Floor.Order(Side.Buy, 10, 700_000, OrderFlags.Oco)));
        Assert.Equal(RejectCode.BadCombination, Try(good, Floor.Order(Side.Sell, 10, 601_000, OrderFlags.Oco)));
        Assert.Equal(RejectCode.BadCombination, Try(good, Floor.Order(Side.Buy, 10, 599_000)));
        Assert.Equal("CommandDone", _floor.Kinds());
        Assert.Equal(0, _floor.State.Orders.Count);
    }

    private void Place(PlaceOrder first, PlaceOrder second) => Assert.Equal(RejectCode.None, Try(first, second));

    private RejectCode Try(PlaceOrder first, PlaceOrder second) => _floor.Group(_floor.Alice, Command.Of(in first), Command.Of(in second));

    private static PlaceOrder Stop(long qty, long trigger) => new()
    {
        Market = 1,
        Type = OrderType.Market,
        Side = Side.Buy,
        Tif = TimeInForce.Ioc,
        Flags = OrderFlags.Oco,
        Qty = new(qty),
        Trigger = TriggerKind.Stop,
        TriggerPrice = new(trigger),
    };
}
