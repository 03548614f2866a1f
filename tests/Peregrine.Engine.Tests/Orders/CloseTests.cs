using Peregrine.Core;
using Xunit;

namespace Peregrine.Engine.Tests.Orders;

public class CloseTests
{
    private readonly Floor _floor = new();

    [Fact]
    public void Reverse_turns_a_position_round()
    {
        Long(20);
        _floor.Limit(_floor.Bob, Side.Buy, 40, 600_000);
        Assert.Equal(RejectCode.None, _floor.Do(new Reverse { Market = 1 }, _floor.Alice));
        Assert.Equal((-20, OrderState.Filled), (_floor.SizeOf(_floor.Alice), _floor.Done.State));
    }

    [Fact]
    public void Reverse_needs_a_position_and_margin_for_the_new_one()
    {
        Assert.Equal(RejectCode.NoPosition, _floor.Do(new Reverse { Market = 1 }, _floor.Alice));
        // One million dollars at ten times is 16.6 million lots; the mark's fall takes what the second half would need.
        Long(8_000_000);
        Long(8_000_000);
        _floor.SetMark(598_000_000);
        _floor.Limit(_floor.Bob, Side.Buy, 1_000, 598_000);
        Assert.Equal(RejectCode.QtyRange, _floor.Do(new Reverse { Market = 1 }, _floor.Alice));
        Assert.Equal("CommandDone", _floor.Kinds());
    }

    [Fact]
    public void Reverse_without_margin_does_nothing()
    {
        _floor.Limit(_floor.Bob, Side.Sell, 9_000_000, 600_000, market: 2);
        _floor.Limit(_floor.Alice, Side.Buy, 9_000_000, 600_000, market: 2);
        Long(7_000_000);
        _floor.SetMark(580_000_000);
        Assert.Equal(RejectCode.InsufficientMargin, _floor.Do(new Reverse { Market = 1 }, _floor.Alice));
        Assert.Equal("CommandDone", _floor.Kinds());
    }

    [Fact]
    public void Close_all_clears_its_own_way_first()
    {
        Long(20);
        _floor.Limit(_floor.Bob, Side.Buy, 5, 600_000, market: 2);
        _floor.Limit(_floor.Alice, Side.Sell, 5, 600_000, market: 2);
        _floor.Limit(_floor.Alice, Side.Sell, 20, 610_000, OrderFlags.ReduceOnly);
        _floor.Limit(_floor.Bob, Side.Buy, 20, 600_000);
        _floor.Limit(_floor.Bob, Side.Sell, 3, 600_000, market: 2);
        Assert.Equal(RejectCode.None, _floor.Do(new CloseAll(), _floor.Alice));
        Assert.Equal(2, _floor.Done.Detail2);
        Assert.Equal([0, 1], _floor.Told<OrderAccepted>().Select(o => o.Order.Index));
        Assert.Equal([CancelReason.User, CancelReason.IocRemainder], _floor.Told<OrderCancelled>().Select(o => o.Reason));
        Assert.Equal((0, -2), (_floor.SizeOf(_floor.Alice), _floor.SizeOf(_floor.Alice, 2)));
    }

    private void Long(long qty)
    {
        Assert.Equal(RejectCode.None, _floor.Limit(_floor.Bob, Side.Sell, qty, 600_000));
        Assert.Equal(RejectCode.None, _floor.Limit(_floor.Alice, Side.Buy, qty, 600_000));
    }
}
