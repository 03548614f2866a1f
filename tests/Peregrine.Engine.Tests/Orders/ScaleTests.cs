using Peregrine.Core;
using Xunit;

namespace Peregrine.Engine.Tests.Orders;

public class ScaleTests
{
    private readonly Floor _floor = new();

    [Theory]
    [InlineData(4, 3, 1, new long[] { 13, 21, 29, 37 })]
    [InlineData(3, 1, 1, new long[] { 34, 33, 33 })]
    public void Vector_19_sizes_follow_their_weights(int count, int num, int den, long[] sizes)
    {
        Assert.Equal(RejectCode.None, Place(count, num, den));
        Assert.Equal(sizes, _floor.Told<OrderAccepted>().Select(o => o.Qty.Value));
        Assert.Equal(Enumerable.Range(1, count), _floor.Told<OrderAccepted>().Select(o => o.Order.Index));
        Assert.Equal(600_000, _floor.Told<OrderAccepted>()[0].Price.Value);
        Assert.Equal(597_000, _floor.Told<OrderAccepted>()[^1].Price.Value);
    }

    [Fact]
    public void The_client_id_is_alive_while_a_child_is()
    {
        Place(4, 3, 1);
        long id = _floor.Done.Detail1;
        Place(4, 3, 1);
        Assert.Equal((1, id, OrderState.Live), (_floor.Done.Duplicate, _floor.Done.Detail1, _floor.Done.State));
        _floor.Limit(_floor.Bob, Side.Sell, 15, 600_000);
        _floor.Limit(_floor.Bob, Side.Sell, 15, 599_000);
        Place(4, 3, 1);
        Assert.Equal((OrderState.PartiallyFilled, 28), (_floor.Done.State, _floor.Done.Detail2));
        _floor.Do(new CancelOrder { ClientId = ClientOrderId.Parse("ladder") }, _floor.Alice);
        Assert.Equal(3, _floor.Done.Detail2);
        Place(4, 3, 1);
        Assert.Equal((OrderState.Cancelled, 28), (_floor.Done.State, _floor.Done.Detail2));
    }

    [Fact]
    public void Margin_is_asked_for_all_children_together()
    {
        PlaceScale scale = Scale(10, 1, 1);
        scale.Qty = new(17_000_000);
        Assert.Equal(RejectCode.InsufficientMargin, _floor.Do(scale, _floor.Alice));
        scale.Qty = new(16_000_000);
        Assert.Equal(RejectCode.None, _floor.Do(scale, _floor.Alice));
    }

    [Fact]
    public void Two_children_at_one_price_are_refused()
    {
        PlaceScale scale = Scale(5, 1, 1);
        scale.LastPrice = new(600_003);
        Assert.Equal(RejectCode.BadTick, _floor.Do(scale, _floor.Alice));
    }

    private RejectCode Place(int count, int num, int den) => _floor.Do(Scale(count, num, den), _floor.Alice);

    private static PlaceScale Scale(int count, int num, int den) => new()
    {
        Market = 1,
        Side = Side.Buy,
        Tif = TimeInForce.Gtc,
        Count = (byte)count,
        FirstPrice = new(600_000),
        LastPrice = new(597_000),
        Qty = new(100),
        RatioNum = num,
        RatioDen = den,
        ClientId = ClientOrderId.Parse("ladder"),
    };
}
