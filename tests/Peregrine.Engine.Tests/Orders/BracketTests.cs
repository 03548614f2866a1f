using Peregrine.Core;
using Peregrine.Engine.Matching;
using Peregrine.Engine.State;
using Xunit;

namespace Peregrine.Engine.Tests.Orders;

public class BracketTests
{
    private const long Entry = 600_000;
    private readonly Floor _floor = new();
    private OrderId _id;

    [Fact]
    public void Vector_46_levels_follow_the_entry_and_each_other()
    {
        Assert.Equal(RejectCode.None, Place(20, 640_000_000, 80_000_000, 280_000_000));
        Assert.Equal([13, 2, 5, 20], _floor.Told<OrderAccepted>().Skip(1).Select(o => o.Qty.Value));
        Assert.All(_floor.Told<OrderAccepted>().Skip(1), o => Assert.Equal((OrderState.Inactive, _id), (o.State, o.Group)));
        Fill(7);
        Assert.Equal([4, 0, 1, 7], Active());
        Fill(6);
        Assert.Equal([8, 1, 3, 13], Active());
        _floor.Limit(_floor.Bob, Side.Buy, 5, 610_000);
        Assert.Equal([3, 1, 3, 8], Active());
        Assert.Equal((5, 8), (_floor.Told<OrderTrimmed>().Single().Cut.Value, _floor.Told<OrderTrimmed>().Single().Rest.Value));
        Fill(6);
        Assert.Equal([7, 1, 4, 14], Active());
        _floor.Do(new CancelOrder { Order = _id }, _floor.Alice);
        Assert.Equal([7, 2, 5, 14], Active());
        Assert.Equal(14, _floor.SizeOf(_floor.Alice));
    }

    [Fact]
    public void Exits_go_with_an_entry_that_filled_nothing()
    {
        Place(20, 1_000_000_000);
        _floor.Do(new CancelOrder { Order = _id }, _floor.Alice);
        Assert.Equal(
            [CancelReason.User, CancelReason.EntryUnfilled, CancelReason.EntryUnfilled],
            _floor.Told<OrderCancelled>().Select(o => o.Reason));
        Assert.Equal((0, 0), (_floor.State.Groups.Count, _floor.State.OrdersPromised));
        Assert.Equal(0, _floor.State.Triggers.Triggers.Count);
    }

    [Fact]
    public void The_stop_takes_everything_else_with_it_and_then_fires()
    {
        Place(20, 1_000_000_000);
        Fill(12);
        _floor.Limit(_floor.Bob, Side.Buy, 50, 589_000);
        _floor.SetMark(590_000_000);
        Assert.Equal([CancelReason.Oco, CancelReason.Oco], _floor.Told<OrderCancelled>().Select(o => o.Reason));
        Assert.Equal([12, 8], _floor.Told<OrderCancelled>().Select(o => o.Rest.Value));
        Assert.Equal(12, _floor.Told<Trade>().Single().Qty.Value);
        Assert.Equal(0, _floor.SizeOf(_floor.Alice));
        Assert.Equal(0, _floor.State.Groups.Count);
    }

    [Fact]
    public void A_stop_whose_levels_filled_everything_sleeps_until_the_entry_fills_more()
    {
        Place(20, 1_000_000_000);
        Fill(12);
        _floor.Limit(_floor.Bob, Side.Buy, 12, 610_000);
        Assert.Equal([0, 0], Active());
        Fill(3);
        Assert.Equal([3, 3], Active());
        Assert.Equal([3, 3], _floor.Told<ExitActivated>().Select(e => e.Active.Value));
    }

    [Fact]
    public void An_entry_that_takes_activates_its_exits_after_its_run()
    {
        _floor.Limit(_floor.Bob, Side.Sell, 20, Entry);
        Place(20, 1_000_000_000);
        Assert.Equal(
            "OrderAccepted OrderAccepted OrderAccepted TriggerArmed Trade PositionChanged PositionChanged BookChanged ExitActivated BookChanged ExitActivated CommandDone",
            _floor.Kinds());
        _floor.Limit(_floor.Bob, Side.Buy, 20, 610_000);
        Assert.Equal(CancelReason.Oco, _floor.Told<OrderCancelled>().Single().Reason);
        Assert.Equal(0, _floor.State.Groups.Count);
    }

    [Fact]
    public void Exits_that_no_longer_face_the_position_go()
    {
        Place(20, 1_000_000_000);
        Fill(20);
        _floor.Limit(_floor.Bob, Side.Buy, 20, 590_000);
        _floor.Limit(_floor.Alice, Side.Sell, 20, 590_000);
        Assert.Equal(
            [CancelReason.RoNoRoom, CancelReason.NoPosition], _floor.Told<OrderCancelled>().Select(o => o.Reason).Order());
        Assert.Equal(0, _floor.State.Groups.Count);
    }

    [Fact]
    public void Level_that_would_cross_runs_when_the_command_is_done()
    {
        _floor.Limit(_floor.Bob, Side.Sell, 20, Entry);
        _floor.Limit(_floor.Bob, Side.Buy, 5, 599_000);
        PlaceOrder entry = Floor.Order(Side.Buy, 20, Entry);
        AddExit level = new() { Type = OrderType.Limit, Price = new(598_000), SharePpb = 1_000_000_000 };
        _floor.Group(_floor.Alice, Command.Of(in entry), Command.Of(in level));
        Assert.Equal([20, 5], _floor.Told<Trade>().Select(t => t.Qty.Value));
        Assert.Equal(15, _floor.SizeOf(_floor.Alice));
        Assert.Equal(15, _floor.State.Positions[_floor.State.FindPosition(_floor.Alice, 1)].ReduceOnlyQty.Value);
    }

    private RejectCode Place(long qty, params int[] shares)
    {
        PlaceOrder entry = Floor.Order(Side.Buy, qty, Entry);
        List<Command> group = [Command.Of(in entry)];
        for (int i = 0; i < shares.Length; i++)
            group.Add(Command.Of(new AddExit { Type = OrderType.Limit, Price = new(610_000 + 100 * i), SharePpb = shares[i] }));
        group.Add(Command.Of(new AddExit { Type = OrderType.Market, Trigger = TriggerKind.Stop, TriggerPrice = new(590_000) }));
        RejectCode code = _floor.Group(_floor.Alice, [.. group]);
        _id = new(_floor.Done.Detail1);
        return code;
    }

    private void Fill(long qty) => Assert.Equal(RejectCode.None, _floor.Limit(_floor.Bob, Side.Sell, qty, Entry));

    private long[] Active()
    {
        EngineState state = _floor.State;
        ref OrderGroup group = ref state.Groups[state.FindGroup(_id)];
        long[] active = new long[group.Count];
        for (int i = 0; i < active.Length; i++)
        {
            IndexCode code = state.FindOrder(group.Member(i + 1));
            if (!code.Exists) continue;
            active[i] = code.Kind == IndexKind.Order ? state.Orders[code.Slot].Rest.Value : state.Triggers.Triggers[code.Slot].Rest.Value;
        }
        return active;
    }
}
