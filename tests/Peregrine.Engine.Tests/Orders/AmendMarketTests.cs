using Peregrine.Core;
using Peregrine.Engine.Questions;
using Xunit;

namespace Peregrine.Engine.Tests.Orders;

public sealed class AmendMarketTests
{
    [Fact]
    public void Numbers_of_another_grid_change_nothing()
    {
        Floor floor = new();
        Assert.Equal(RejectCode.None, floor.Limit(floor.Alice, Side.Buy, 1_000, 599_000, market: 2));
        OrderId order = new(floor.Done.Detail1);
        Assert.Equal(RejectCode.BadValue, floor.Do(new AmendOrder { Order = order, Price = new(598_000), Market = 1 }, floor.Alice));
        Assert.Empty(floor.Told<OrderAmended>());
        Assert.Equal(RejectCode.None, floor.Do(new AmendOrder { Order = order, Price = new(598_000), Market = 2 }, floor.Alice));
        Assert.Equal(RejectCode.None, floor.Do(new AmendOrder { Order = order, Price = new(597_000) }, floor.Alice));
    }

    [Fact]
    public void Waiting_orders_are_asked_as_well()
    {
        Floor floor = new();
        PlaceOrder stop = new() { Market = 2, Type = OrderType.Market, Tif = TimeInForce.Ioc, Side = Side.Sell, Qty = new(1_000), Trigger = TriggerKind.Stop, TriggerPrice = new(590_000) };
        Assert.Equal(RejectCode.None, floor.Do(stop, floor.Alice));
        OrderId order = new(floor.Done.Detail1);
        Assert.Equal(RejectCode.BadValue, floor.Do(new AmendOrder { Order = order, TriggerPrice = new(589_000), Market = 1 }, floor.Alice));
        Assert.Equal(RejectCode.None, floor.Do(new AmendOrder { Order = order, TriggerPrice = new(589_000), Market = 2 }, floor.Alice));
    }

    [Fact]
    public void The_sessions_of_living_orders_are_told_and_no_others()
    {
        Floor floor = new();
        PlaceOrder bound = Floor.Order(Side.Buy, 1_000, 599_000, OrderFlags.CancelOnDisconnect) with { Session = 77 };
        Assert.Equal(RejectCode.None, floor.Do(bound, floor.Bob));
        Assert.Equal(RejectCode.None, floor.Do(bound with { Session = 78, Trigger = TriggerKind.Stop, TriggerPrice = new(610_000), Price = new(611_000) }, floor.Alice));
        Assert.Equal(RejectCode.None, floor.Limit(floor.Alice, Side.Buy, 1_000, 598_000));
        SessionQuestions questions = new(floor.State);
        Assert.Equal([new BoundSession(floor.Alice, 78), new BoundSession(floor.Bob, 77)], questions.Bound().Sessions);
        Assert.Equal(RejectCode.None, floor.Do(new CloseSession { Session = 77 }, floor.Bob));
        Assert.Equal(RejectCode.None, floor.Do(new CloseSession { Session = 78 }, floor.Alice));
        Assert.Empty(questions.Bound().Sessions);
    }
}
