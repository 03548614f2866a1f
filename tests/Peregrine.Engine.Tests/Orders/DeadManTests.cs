using Peregrine.Core;
using Xunit;

namespace Peregrine.Engine.Tests.Orders;

public class DeadManTests
{
    private readonly Floor _floor = new();

    [Fact]
    public void Silence_cancels_what_passes_the_filter_and_spares_protection()
    {
        _floor.Limit(_floor.Bob, Side.Sell, 20, 600_000);
        _floor.Limit(_floor.Alice, Side.Buy, 20, 600_000);
        _floor.Limit(_floor.Alice, Side.Sell, 20, 610_000, OrderFlags.ReduceOnly | OrderFlags.Protective);
        _floor.Limit(_floor.Alice, Side.Buy, 20, 590_000);
        _floor.Limit(_floor.Alice, Side.Buy, 20, 590_000, market: 2);
        _floor.Do(new SetDeadMan { TimeoutNs = 5 * Floor.Second, Market = 1 }, _floor.Alice);
        _floor.Wait(3 * Floor.Second);
        _floor.Do(new SetDeadMan { TimeoutNs = 5 * Floor.Second, Market = 1 }, _floor.Alice);
        _floor.Wait(3 * Floor.Second);
        Assert.Empty(_floor.Told<DeadManFired>());
        _floor.Wait(3 * Floor.Second);
        Assert.Equal(1, _floor.Told<DeadManFired>().Single().Cancelled);
        Assert.Equal("OrderCancelled BookChanged DeadManFired CommandDone", _floor.Kinds());
        Assert.Equal(0, _floor.State.DeadMans.Count);
    }

    [Fact]
    public void Flatten_closes_with_ids_apart_from_the_commands_own()
    {
        _floor.Limit(_floor.Bob, Side.Sell, 20, 600_000);
        _floor.Limit(_floor.Alice, Side.Buy, 20, 600_000);
        _floor.Limit(_floor.Bob, Side.Buy, 20, 599_000);
        _floor.Do(new SetDeadMan { TimeoutNs = Floor.Second, Flatten = 1, DropProtective = 1 }, _floor.Alice);
        _floor.Wait(Floor.Second);
        Assert.Equal(512, _floor.Told<OrderAccepted>().Single().Order.Index);
        Assert.Equal(0, _floor.SizeOf(_floor.Alice));
    }

    [Fact]
    public void Disarmed_it_stays_silent()
    {
        _floor.Do(new SetDeadMan { TimeoutNs = Floor.Second }, _floor.Alice);
        _floor.Do(new SetDeadMan(), _floor.Alice);
        Assert.Equal(0, _floor.Told<DeadManSet>().Single().DueNs);
        _floor.Wait(Floor.Second);
        Assert.Equal("CommandDone", _floor.Kinds());
        Assert.Equal(RejectCode.BadValue, _floor.Do(new SetDeadMan { TimeoutNs = 1 }, _floor.Alice));
    }

    [Fact]
    public void A_lost_session_takes_the_orders_marked_for_it()
    {
        PlaceOrder marked = Floor.Order(Side.Buy, 20, 590_000, OrderFlags.CancelOnDisconnect);
        marked.Session = 3;
        _floor.Do(marked, _floor.Alice);
        marked.Session = 4;
        _floor.Do(marked, _floor.Alice);
        marked.Session = 3;
        marked.Flags = OrderFlags.None;
        _floor.Do(marked, _floor.Alice);
        _floor.Do(new CloseSession { Session = 3 }, _floor.Alice);
        Assert.Equal(1, _floor.Done.Detail2);
        Assert.Equal(CancelReason.Disconnect, _floor.Told<OrderCancelled>().Single().Reason);
    }
}
