using System.Runtime.CompilerServices;
using Peregrine.Core;
using Peregrine.Engine.Triggers;
using Xunit;

namespace Peregrine.Engine.Tests.Triggers;

public sealed class TriggerBookTests
{
    private readonly TriggerStore _store = new(64);
    private readonly TriggerBook _book;

    public TriggerBookTests() => _book = new TriggerBook(_store);

    [Fact]
    public void A_trigger_is_three_cache_lines() => Assert.Equal(192, Unsafe.SizeOf<Trigger>());

    [Theory]
    [InlineData(TriggerKind.Stop, Side.Buy, 100_000, 99_999)]
    [InlineData(TriggerKind.Stop, Side.Sell, 100_000, 100_001)]
    [InlineData(TriggerKind.TakeProfit, Side.Buy, 100_000, 100_001)]
    [InlineData(TriggerKind.TakeProfit, Side.Sell, 100_000, 99_999)]
    public void Kind_and_side_decide_the_direction(TriggerKind kind, Side side, long fires, long waits)
    {
        Trigger terms = Waiting.Stop(1, side, 100, kind);
        Waiting.Place(_store, _book, in terms);
        Assert.False(_book.WouldFire(in terms, new(waits)));
        Assert.Equal(0, Show(waits));
        Assert.True(_book.WouldFire(in terms, new(fires)));
        Assert.Equal(1, Show(fires));
        Assert.Equal(fires, _store.Triggers[_store.Latched.First].FiredAt.Value);
    }

    [Fact]
    public void Reducing_ones_come_first_then_the_furthest_past_then_the_oldest()
    {
        Waiting.Place(_store, _book, Waiting.Stop(3, Side.Sell, 100));
        Waiting.Place(_store, _book, Waiting.Stop(2, Side.Sell, 100));
        Waiting.Place(_store, _book, Waiting.Stop(5, Side.Sell, 110));
        Waiting.Place(_store, _book, Waiting.Stop(9, Side.Sell, 95, flags: OrderFlags.ReduceOnly));
        Waiting.Place(_store, _book, Waiting.Stop(8, Side.Sell, 96, flags: OrderFlags.PositionExit));
        Waiting.Place(_store, _book, Waiting.Stop(1, Side.Sell, 89));
        Assert.Equal(5, Show(90_000));
        Assert.Equal([8, 9, 5, 2, 3], Waiting.Drain(_store));
    }

    [Fact]
    public void A_latched_trigger_fires_though_its_reference_returned_unless_it_is_cancelled()
    {
        int cancelled = Waiting.Place(_store, _book, Waiting.Stop(1, Side.Buy, 100));
        Waiting.Place(_store, _book, Waiting.Stop(2, Side.Buy, 100));
        Assert.Equal(2, Show(100_000));
        Show(50_000);
        _book.Remove(cancelled);
        _store.Triggers.Return(cancelled);
        // The slot now belongs to somebody else, who must not be met in the queue.
        Assert.Equal(cancelled, Waiting.Place(_store, _book, Waiting.Stop(3, Side.Buy, 200)));
        Assert.Equal([2], Waiting.Drain(_store));
    }

    [Fact]
    public void Last_far_from_mark_fires_only_those_that_gave_up_the_guard()
    {
        Trigger guarded = Waiting.Stop(1, Side.Sell, 100) with { By = TriggerRef.Last };
        Trigger unguarded = guarded with { Id = new OrderId(2), Flags = OrderFlags.NoLastGuard };
        Trigger trailing = Waiting.Trailing(3, Side.Sell, 10_000_000) with { By = TriggerRef.Last };
        Waiting.Place(_store, _book, in guarded);
        Waiting.Place(_store, _book, in unguarded);
        int slot = Waiting.Place(_store, _book, in trailing, 101_000);

        Assert.Equal(1, _book.Collect(TriggerRef.Last, new(95_000), new(100_001)));
        Assert.Equal([2], Waiting.Drain(_store));
        _book.Collect(TriggerRef.Last, new(200_000), new(100_000));
        Assert.Equal(101_000, _book.PeakOf(in _store.Triggers[slot]).Value);
        Assert.Equal(0, _book.Collect(TriggerRef.Last, new(95_000), new(100_000), TriggerScope.Unguarded));
        Assert.Equal(2, _book.Collect(TriggerRef.Last, new(95_000), new(100_000)));
        // 1 000 000·0.99 is 5 000 past its level less than the stop at 100.
        Assert.Equal([1, 3], Waiting.Drain(_store));
    }

    [Fact]
    public void A_market_that_only_reduces_fires_reducing_triggers_only()
    {
        Waiting.Place(_store, _book, Waiting.Stop(1, Side.Sell, 100));
        Waiting.Place(_store, _book, Waiting.Stop(2, Side.Sell, 100) with { Type = OrderType.ClosePosition });
        Assert.Equal(1, _book.Collect(TriggerRef.Mark, new(90_000), new(90_000), TriggerScope.ReduceOnly));
        Assert.Equal([2], Waiting.Drain(_store));
        Assert.Equal(1, Show(90_000));
    }

    [Fact]
    public void References_do_not_fire_each_others_triggers()
    {
        Waiting.Place(_store, _book, Waiting.Stop(1, Side.Sell, 100) with { By = TriggerRef.Index });
        Assert.Equal(0, Show(1));
        Assert.Equal(0, _book.Collect(TriggerRef.Index, new(0), new(0)));
        Assert.Equal(1, _book.Collect(TriggerRef.Index, new(1), new(1)));
    }

    private int Show(long value) => _book.Collect(TriggerRef.Mark, new(value), new(value));
}
