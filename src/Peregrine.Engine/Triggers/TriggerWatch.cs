using Peregrine.Core;

namespace Peregrine.Engine.Triggers;

/// <summary>All triggers of one market under one reference that may fire together: reduce-only ones, or the others.</summary>
internal sealed class TriggerWatch(TriggerStore store)
{
    private readonly TriggerLevels _rising = new(store.Triggers, store.Nodes);
    private readonly TriggerLevels _falling = new(store.Triggers, store.Nodes);
    private readonly TrailingStops _trailingSells = new(store, Side.Sell);
    private readonly TrailingStops _trailingBuys = new(store, Side.Buy);

    public void Add(int slot, Subticks value)
    {
        ref Trigger trigger = ref store.Triggers[slot];
        if (trigger.IsTrailing) TrailingOf(trigger.Side).Add(slot, value);
        else LevelsOf(in trigger).Add(KeyOf(in trigger), slot);
    }

    public void Remove(int slot)
    {
        ref Trigger trigger = ref store.Triggers[slot];
        if (trigger.IsTrailing) TrailingOf(trigger.Side).Remove(slot);
        else LevelsOf(in trigger).Remove(KeyOf(in trigger), slot);
    }

    public void Collect(Subticks value)
    {
        Collect(_rising, -value.Value, value);
        Collect(_falling, value.Value, value);
        _trailingSells.Collect(value);
        _trailingBuys.Collect(value);
    }

    private void Collect(TriggerLevels levels, long signed, Subticks value)
    {
        while (levels.IsReached(signed))
        {
            for (int slot = levels.TakeBest(); slot != 0; slot = store.Triggers[slot].Links.Right) store.Latch(slot, value);
        }
    }

    private TrailingStops TrailingOf(Side side) => side == Side.Sell ? _trailingSells : _trailingBuys;
    private TriggerLevels LevelsOf(in Trigger trigger) => trigger.IsRising ? _rising : _falling;
    private static long KeyOf(in Trigger trigger) => trigger.IsRising ? -trigger.TriggerPrice.Value : trigger.TriggerPrice.Value;
}
