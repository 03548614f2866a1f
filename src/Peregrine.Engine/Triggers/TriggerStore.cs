using Peregrine.Core;
using Peregrine.Engine.Matching;

namespace Peregrine.Engine.Triggers;

/// <summary>What the trigger books of all markets share: the triggers, the nodes of their trees, and the queues of those that fired.</summary>
internal sealed class TriggerStore
{
    private readonly FiredTrigger[] _fired;
    private int _firedCount;

    public TriggerStore(int capacity)
    {
        Triggers = new Slab<Trigger>(capacity);
        IsBeyondLiquidation = new bool[capacity + 1];
        // A level, an activation price and a group exist only while a trigger is in them, and a trigger is in one: none of these runs out first.
        Nodes = new Slab<FarNode>(capacity);
        Groups = new Slab<TrailingGroup>(capacity);
        Latched = new TriggerQueue(Triggers, TriggerState.Latched);
        Retrying = new TriggerQueue(Triggers, TriggerState.Retrying);
        _fired = new FiredTrigger[capacity];
        // The first sort of a type makes its sorter; here and not under a command.
        _fired.AsSpan(0, Math.Min(2, capacity)).Sort();
    }

    public Slab<Trigger> Triggers { get; }
    /// <summary>Under the same slots: its owner was told that liquidation comes before it. Apart, because watching prices never asks.</summary>
    public bool[] IsBeyondLiquidation { get; }
    public Slab<FarNode> Nodes { get; }
    public Slab<TrailingGroup> Groups { get; }
    public TriggerQueue Latched { get; }
    public TriggerQueue Retrying { get; }

    /// <summary>Marks a trigger that its book has just let go as fired; it gets its turn in <see cref="QueueFired"/>.</summary>
    public void Latch(int slot, Subticks value)
    {
        ref Trigger trigger = ref Triggers[slot];
        trigger.FiredAt = value;
        _fired[_firedCount++] = new FiredTrigger(in trigger, slot, value);
    }

    /// <summary>Queues a trigger that no book watches: its condition held when it began to.</summary>
    public void FireAtOnce(int slot, Subticks value)
    {
        Triggers[slot].FiredAt = value;
        Latched.Append(slot);
    }

    /// <summary>Appends what was latched since the last call in the contract's order, and says how many there were.</summary>
    public int QueueFired()
    {
        if (_firedCount == 0) return 0;
        Span<FiredTrigger> fired = _fired.AsSpan(0, _firedCount);
        fired.Sort();
        foreach (ref readonly FiredTrigger trigger in fired) Latched.Append(trigger.Slot);
        _firedCount = 0;
        return fired.Length;
    }
}
