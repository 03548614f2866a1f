using Peregrine.Core;
using Invariant = Peregrine.Core.Invariant;

namespace Peregrine.Engine.Triggers;

/// <summary>The waiting triggers of one market (domain §3.5, §3.7).</summary>
/// <remarks>
/// Slots and ids belong to the caller, who rents a slot and fills it before <see cref="Add"/> and returns it after <see cref="Remove"/>.
/// A reference that may not fire is not shown to the book at all, so it moves no trailing stop's peak either: the outlier that the last guard
/// keeps from firing a stop must not draw the stop along, or it would fire on the way back.
/// Snapshots tell the records, each with <see cref="PeakOf"/>, and the queues in order. Trees and heaps are caches: after a load they may have
/// another shape, but fire the same triggers in the same order.
/// </remarks>
internal sealed class TriggerBook
{
    /// <summary>Last fires guarded triggers only within 5 % of mark.</summary>
    private const int LastGuardPpb = 50_000_000;
    private const int References = 4;
    private const int Unguarded = 3;

    private readonly TriggerStore _store;
    private readonly TriggerWatch[] _reducing = new TriggerWatch[References];
    private readonly TriggerWatch[] _others = new TriggerWatch[References];
    /// <summary>How many wait for a price here; while none does, none of the queues is asked.</summary>
    private int _waiting;

    public TriggerBook(TriggerStore store)
    {
        _store = store;
        for (int i = 0; i < References; i++)
        {
            _reducing[i] = new TriggerWatch(store);
            _others[i] = new TriggerWatch(store);
        }
    }

    /// <summary>Begins to watch a trigger whose terms are set. A trailing stop without a peak begins with this value.</summary>
    /// <remarks>
    /// The value is that of its reference now; 0 when there is none or it may not fire, and on loading: then the first one shown counts.
    /// Prices and offset are within the market's maximum, so that they fit as subticks.
    /// </remarks>
    public void Add(int slot, Subticks value)
    {
        ref Trigger trigger = ref _store.Triggers[slot];
        trigger.State = TriggerState.Waiting;
        WatchOf(in trigger).Add(slot, value);
        _waiting++;
    }

    /// <summary>Ends whatever a trigger waits for: a price, its turn, its next try. A trailing stop keeps its peak and can be added again.</summary>
    public void Remove(int slot)
    {
        ref Trigger trigger = ref _store.Triggers[slot];
        if (trigger.State == TriggerState.Waiting)
        {
            WatchOf(in trigger).Remove(slot);
            _waiting--;
        }
        else if (trigger.State == TriggerState.Latched) _store.Latched.Remove(slot);
        else if (trigger.State == TriggerState.Retrying) _store.Retrying.Remove(slot);
        trigger.State = TriggerState.Inactive;
    }

    /// <summary>Latches a trigger whose condition holds as it begins to watch; 0 is no value.</summary>
    public void FireIfHeld(int slot, Subticks value)
    {
        ref Trigger trigger = ref _store.Triggers[slot];
        if (value <= Subticks.Zero || !WouldFire(in trigger, value)) return;
        Remove(slot);
        _store.FireAtOnce(slot, value);
    }

    /// <summary>Shows one value of a reference, latches every trigger whose condition holds and queues them in order; how many.</summary>
    public int Collect(TriggerRef by, Subticks value, Subticks mark, TriggerScope scope = TriggerScope.All)
    {
        if (value <= Subticks.Zero || _waiting == 0) return 0;
        bool all = (scope & TriggerScope.ReduceOnly) == 0;
        if (by != TriggerRef.Last)
        {
            Collect((int)by - 1, value, all);
            return QueueFired();
        }
        Collect(Unguarded, value, all);
        if ((scope & TriggerScope.Unguarded) == 0 && PassesGuard(value, mark)) Collect((int)by - 1, value, all);
        return QueueFired();
    }

    // All that was latched since the last call was collected here.
    private int QueueFired()
    {
        int fired = _store.QueueFired();
        _waiting -= fired;
        return fired;
    }

    /// <summary>|last − mark| · R ≤ mark · 5 %.</summary>
    public static bool PassesGuard(Subticks last, Subticks mark) => Math.Abs(last.Value - mark.Value) <= Ppb.MulFloor(mark.Value, LastGuardPpb);

    /// <summary>Whether the condition holds at this value: <see cref="RejectCode.WouldTrigger"/>. Also answers for changed terms in a copy.</summary>
    public bool WouldFire(in Trigger trigger, Subticks value)
    {
        Subticks peak = PeakOf(in trigger);
        if (trigger.IsTrailing && peak.Value == 0) return false;
        Subticks level = trigger.LevelAt(peak);
        return trigger.IsRising ? value >= level : value <= level;
    }

    /// <summary>A trailing stop's best price since it became active; 0 before, and for others.</summary>
    public Subticks PeakOf(in Trigger trigger)
    {
        if (trigger.TrailingGroup == 0) return trigger.Peak;
        long peak = _store.Groups[trigger.TrailingGroup].Peak;
        return new(trigger.Side == Side.Sell ? peak : -peak);
    }

    private void Collect(int reference, Subticks value, bool all)
    {
        _reducing[reference].Collect(value);
        if (all) _others[reference].Collect(value);
    }

    private TriggerWatch WatchOf(in Trigger trigger)
    {
        Invariant.That(trigger.By is >= TriggerRef.Mark and <= TriggerRef.Last && trigger.Kind != TriggerKind.None, "a trigger watches something");
        bool unguarded = trigger.By == TriggerRef.Last && (trigger.Flags & OrderFlags.NoLastGuard) != 0;
        return (trigger.OnlyReduces ? _reducing : _others)[unguarded ? Unguarded : (int)trigger.By - 1];
    }
}
