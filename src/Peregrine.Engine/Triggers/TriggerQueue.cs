using Peregrine.Engine.Matching;
using Invariant = Peregrine.Core.Invariant;

namespace Peregrine.Engine.Triggers;

/// <summary>Triggers one after another, first in, first out, across commands: those latched, or those being retried.</summary>
/// <remarks>
/// A list through the triggers themselves: one that is cancelled meanwhile leaves at once, so no slot is met again after it was given to somebody
/// else, and every trigger there is can be in the queue together.
/// </remarks>
internal sealed class TriggerQueue(Slab<Trigger> triggers, TriggerState state)
{
    private int _first;
    private int _last;

    public int Count { get; private set; }

    /// <summary>The first of them, or 0; with <see cref="Next"/> the canonical order, in which a snapshot appends them again.</summary>
    public int First => _first;

    public int Next(int slot) => triggers[slot].Links.Right;

    public void Append(int slot)
    {
        ref Trigger trigger = ref triggers[slot];
        trigger.State = state;
        trigger.Links = new HeapLinks { Left = _last };
        if (_last == 0) _first = slot;
        else triggers[_last].Links.Right = slot;
        _last = slot;
        Count++;
    }

    public void Remove(int slot)
    {
        ref Trigger trigger = ref triggers[slot];
        Invariant.That(trigger.State == state, "the trigger is in this queue");
        HeapLinks links = trigger.Links;
        if (links.Left == 0) _first = links.Right;
        else triggers[links.Left].Links.Right = links.Right;
        if (links.Right == 0) _last = links.Left;
        else triggers[links.Right].Links.Left = links.Left;
        trigger.Links = default;
        trigger.State = TriggerState.Firing;
        Count--;
    }

    /// <summary>Takes the next one to execute, now <see cref="TriggerState.Firing"/>; 0 when there is none.</summary>
    public int TryNext()
    {
        int slot = _first;
        if (slot != 0) Remove(slot);
        return slot;
    }
}
