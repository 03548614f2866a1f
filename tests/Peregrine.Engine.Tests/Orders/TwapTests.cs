using Peregrine.Core;
using Peregrine.Engine.State;
using Xunit;

namespace Peregrine.Engine.Tests.Orders;

public class TwapTests
{
    private const long Interval = 10 * Floor.Second;
    private readonly Floor _floor = new();

    [Fact]
    public void Vector_18_slices_catch_up_with_their_target()
    {
        _floor.Limit(_floor.Bob, Side.Sell, 14, 600_000);
        Assert.Equal(RejectCode.None, _floor.Do(Twap(), _floor.Alice));
        List<long> asked = [Next()];
        _floor.Limit(_floor.Bob, Side.Sell, 4, 600_000);
        asked.Add(Next());
        _floor.Limit(_floor.Bob, Side.Sell, 1_000, 600_000);
        for (int i = 3; i <= 7; i++) asked.Add(Next());
        Assert.Equal([14, 14, 24, 15, 14, 14, 15], asked);
        TwapEnded ended = _floor.Told<TwapEnded>().Single();
        Assert.Equal((100, 5UL), (ended.Executed.Value, ended.Salt));
        Assert.Empty(_floor.Told<OrderCancelled>());
        Assert.Equal(100, _floor.SizeOf(_floor.Alice));
    }

    [Fact]
    public void Vector_18b_jitter_is_fixed_by_order_and_step() =>
        Assert.Equal([-1539L, -300, 1489, -2199, 2246, 3868], Enumerable.Range(1, 6).Select(k => Hash64.Jitter(77, k, 6000, 0)));

    [Fact]
    public void Slices_are_due_off_the_grid_by_their_jitter_and_the_last_exactly_at_the_end()
    {
        TwapOrder twap = new() { Id = new(77), StartNs = 1_000, IntervalNs = 20_000, JitterNs = 6_000, Slices = 7 };
        Assert.Equal([19_461L, 40_700, 62_489, 78_801, 103_246, 124_868, 141_000], Enumerable.Range(1, 7).Select(twap.DueNs));
    }

    [Fact]
    public void What_the_end_leaves_over_is_cancelled()
    {
        _floor.Do(Twap(), _floor.Alice);
        for (int i = 1; i <= 7; i++) Next();
        Assert.Equal((CancelReason.TwapEnd, 100), (_floor.Told<OrderCancelled>().Single().Reason, _floor.Told<OrderCancelled>().Single().Rest.Value));
        Assert.Equal("TwapSlice OrderCancelled TwapEnded CommandDone", _floor.Kinds());
    }

    [Fact]
    public void A_slice_that_may_not_trade_says_why_and_its_target_carries_over()
    {
        _floor.Limit(_floor.Bob, Side.Sell, 1_000, 600_000);
        _floor.Do(Twap(), _floor.Alice);
        _floor.Do(new SetPrices { Market = 1, Index = new(Floor.Mark), Mark = new(Floor.Mark), State = PriceState.Suspect });
        Next();
        Assert.Equal(RejectCode.PriceState, _floor.Told<TwapSlice>().Single().Skipped);
        _floor.SetMark(Floor.Mark);
        Assert.Equal(28, Next());
    }

    [Fact]
    public void Pause_shifts_nothing()
    {
        _floor.Limit(_floor.Bob, Side.Sell, 1_000, 600_000);
        _floor.Do(Twap(), _floor.Alice);
        OrderId id = new(_floor.Done.Detail1);
        _floor.Do(new ControlTwap { Order = id, Action = TwapAction.Pause }, _floor.Alice);
        _floor.Wait(Interval);
        Assert.Empty(_floor.Told<TwapSlice>());
        _floor.Do(new ControlTwap { Order = id, Action = TwapAction.Resume }, _floor.Alice);
        Assert.Equal(28, Next());
        _floor.Do(new CancelOrder { Order = id }, _floor.Alice);
        Assert.Equal("OrderCancelled TwapEnded CommandDone", _floor.Kinds());
        Assert.Equal(RejectCode.UnknownOrder, _floor.Do(new ControlTwap { Order = id, Action = TwapAction.Pause }, _floor.Alice));
    }

    [Fact]
    public void Reduce_only_slices_are_clipped_and_end_without_a_position()
    {
        _floor.Limit(_floor.Bob, Side.Sell, 20, 600_000);
        _floor.Limit(_floor.Alice, Side.Buy, 20, 600_000);
        _floor.Limit(_floor.Bob, Side.Buy, 1_000, 600_000);
        PlaceTwap twap = Twap();
        twap.Side = Side.Sell;
        twap.Flags = OrderFlags.ReduceOnly;
        Assert.Equal(RejectCode.None, _floor.Do(twap, _floor.Alice));
        Assert.Equal([14L, 6], [Next(), Next()]);
        _floor.Wait(Interval);
        Assert.Equal(CancelReason.TwapEnd, _floor.Told<OrderCancelled>().Single().Reason);
        Assert.Equal(0, _floor.State.Twaps.Count);
    }

    private long Next()
    {
        _floor.Wait(Interval);
        return _floor.Told<TwapSlice>().Single().Asked.Value;
    }

    private static PlaceTwap Twap() => new()
    {
        Market = 1,
        Side = Side.Buy,
        Qty = new(100),
        DurationNs = 7 * Interval,
        IntervalNs = Interval,
        Salt = 5,
    };
}
