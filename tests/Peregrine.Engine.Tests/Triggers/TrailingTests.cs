using Peregrine.Core;
using Peregrine.Engine.Triggers;
using Xunit;

namespace Peregrine.Engine.Tests.Triggers;

public sealed class TrailingTests
{
    private readonly TriggerStore _store = new(64);
    private readonly TriggerBook _book;

    public TrailingTests() => _book = new TriggerBook(_store);

    [Fact]
    public void V21_a_sell_with_activation_fires_at_its_level()
    {
        Trigger terms = Waiting.Trailing(1, Side.Sell, 10_000_000, activation: 610_000);
        int slot = Waiting.Place(_store, _book, in terms, 605_000_000);
        Assert.Equal([0, 0, 0, 0], ((long[])[605_000_000, 610_000_000, 618_000_000, 613_000_000]).Select(Show));
        Assert.Equal(618_000_000, _book.PeakOf(in _store.Triggers[slot]).Value);
        Assert.Equal(0, Show(611_820_001));
        Assert.Equal(1, Show(611_820_000));
        ref Trigger fired = ref _store.Triggers[slot];
        Assert.Equal(611_820_000, fired.LevelAt(fired.Peak).Value);
        Assert.Equal(611_820_000, fired.FiredAt.Value);
    }

    [Fact]
    public void V21_a_buy_without_activation_fires_at_its_level()
    {
        int slot = Waiting.Place(_store, _book, Waiting.Trailing(1, Side.Buy, 10_000_000), 600_000_000);
        Assert.Equal([0, 0, 0], ((long[])[600_000_000, 594_000_000, 595_000_000]).Select(Show));
        Assert.Equal(594_000_000, _book.PeakOf(in _store.Triggers[slot]).Value);
        Assert.Equal(1, Show(599_940_000));
    }

    [Fact]
    public void A_new_callback_is_measured_from_the_peak_so_far()
    {
        int slot = Waiting.Place(_store, _book, Waiting.Trailing(1, Side.Sell, 100_000_000), 1_000_000);
        Show(2_000_000);
        Show(1_900_000);
        Trigger wanted = _store.Triggers[slot] with { CallbackPpb = 50_000_000 };
        Assert.True(_book.WouldFire(in wanted, new(1_900_000)));
        Assert.False(_book.WouldFire(in wanted, new(1_900_001)));

        _book.Remove(slot);
        _store.Triggers[slot].CallbackPpb = 60_000_000;
        _book.Add(slot, new(1_900_000));
        Assert.Equal(0, Show(1_880_001));
        Assert.Equal(1, Show(1_880_000));
    }

    [Fact]
    public void A_stop_placed_while_nothing_may_fire_begins_with_the_first_value_it_is_shown()
    {
        int slot = Waiting.Place(_store, _book, Waiting.Trailing(1, Side.Buy, 0, offset: 10));
        Assert.Equal(0, _book.PeakOf(in _store.Triggers[slot]).Value);
        Assert.False(_book.WouldFire(in _store.Triggers[slot], new(1)));
        Assert.Equal(0, Show(500_000));
        Assert.Equal(1, Show(510_000));
    }

    private int Show(long value) => _book.Collect(TriggerRef.Mark, new(value), new(value));
}
