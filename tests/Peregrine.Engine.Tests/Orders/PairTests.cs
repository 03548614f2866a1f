using Peregrine.Core;
using Xunit;

namespace Peregrine.Engine.Tests.Orders;

public class PairTests
{
    private readonly Floor _floor = new();

    [Fact]
    public void Both_legs_fill_the_units_that_the_shorter_book_allows()
    {
        _floor.Limit(_floor.Bob, Side.Sell, 100, 600_000);
        _floor.Limit(_floor.Bob, Side.Buy, 25, 600_000, market: 2);
        Assert.Equal(RejectCode.None, _floor.Do(Pair(10, 7, 100), _floor.Alice));
        Assert.Equal(3, _floor.Done.Detail2);
        Assert.Equal([30L, 21], _floor.Told<Trade>().Select(t => t.Qty.Value));
        Assert.Equal((30, -21), (_floor.SizeOf(_floor.Alice), _floor.SizeOf(_floor.Alice, 2)));
        Assert.Equal("OrderAccepted OrderAccepted Trade PositionChanged PositionChanged BookChanged Trade PositionChanged PositionChanged BookChanged CommandDone", _floor.Kinds());
    }

    [Fact]
    public void Fewer_units_than_wanted_at_least_leave_everything_as_it_is()
    {
        _floor.Limit(_floor.Bob, Side.Sell, 100, 600_000);
        _floor.Limit(_floor.Bob, Side.Buy, 25, 600_000, market: 2);
        PlacePair pair = Pair(10, 7, 100);
        pair.MinMultiple = 4;
        Assert.Equal(RejectCode.PairNotFillable, _floor.Do(pair, _floor.Alice));
        Assert.Equal("CommandDone", _floor.Kinds());
        Assert.Equal(0, _floor.State.FindPosition(_floor.Alice, 1));
    }

    [Fact]
    public void What_the_first_leg_costs_a_maker_is_missing_in_the_second()
    {
        // Bob's two orders ask 960 000 of his million. Each fill loses 24 000 against mark and together they ask as much: the second is one too many.
        _floor.Limit(_floor.Bob, Side.Sell, 8_000_000, 600_000);
        _floor.Limit(_floor.Bob, Side.Buy, 8_000_000, 600_000, market: 2);
        _floor.SetMark(603_000_000);
        _floor.SetMark(597_000_000, market: 2);
        PlacePair pair = Pair(1_000_000, 1_000_000, 8);
        (pair.SlipPpbA, pair.SlipPpbB) = (1_000_000, 1_000_000);
        Assert.Equal(RejectCode.PairNotFillable, _floor.Do(pair, _floor.Alice));
        _floor.SetMark(600_000_000, market: 2);
        Assert.Equal(RejectCode.None, _floor.Do(pair, _floor.Alice));
    }

    [Fact]
    public void An_oco_of_the_maker_counts_once()
    {
        PlaceOrder near = Floor.Order(Side.Sell, 10, 600_000, OrderFlags.Oco);
        PlaceOrder far = Floor.Order(Side.Sell, 10, 600_100, OrderFlags.Oco);
        Assert.Equal(RejectCode.None, _floor.Group(_floor.Bob, Command.Of(in near), Command.Of(in far)));
        _floor.Limit(_floor.Bob, Side.Buy, 100, 600_000, market: 2);
        Assert.Equal(RejectCode.None, _floor.Do(Pair(1, 1, 20), _floor.Alice));
        Assert.Equal(10, _floor.Done.Detail2);
        Assert.Equal(CancelReason.Oco, _floor.Told<OrderCancelled>().Single().Reason);
    }

    [Fact]
    public void Units_beyond_all_bounds_are_refused_before_anything_is_multiplied()
    {
        PlacePair pair = Pair(long.MaxValue, 1, int.MaxValue);
        Assert.Equal(RejectCode.QtyRange, _floor.Do(pair, _floor.Alice));
        pair.UnitA = new(1_000_000);
        Assert.Equal(RejectCode.QtyRange, _floor.Do(pair, _floor.Alice));
        pair.MarketB = 1;
        Assert.Equal(RejectCode.BadCombination, _floor.Do(pair, _floor.Alice));
    }

    private static PlacePair Pair(long unitA, long unitB, int multiple) => new()
    {
        MarketA = 1,
        MarketB = 2,
        SideA = Side.Buy,
        SideB = Side.Sell,
        UnitA = new(unitA),
        UnitB = new(unitB),
        Multiple = multiple,
    };
}
