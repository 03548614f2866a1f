using Peregrine.Core;
using Peregrine.Engine.Matching;

namespace Peregrine.Engine.Triggers;

/// <summary>The trailing stops of one side under one reference, grouped by the best price they have seen (domain §3.7).</summary>
/// <remarks>
/// Every stop of a group has exactly the peak it would have alone, because groups become one only when all of them reach the same new high.
/// The smaller group is relabelled into the larger, so a stop changes group O(log n) times; an update that makes no high, activates nobody and
/// reaches no level looks at three cached values. Groups are found by peak in a tree and not kept as a stack: stops placed or loaded while the
/// reference stood still join anywhere.
/// Prices are signed so that better is greater: a sell's as they are, a buy's negative.
/// </remarks>
internal sealed class TrailingStops(TriggerStore store, Side side)
{
    /// <summary>Stands for "at once": past every price, and a thousandfold of it still fits.</summary>
    private const long NoActivation = 1L << 52;

    private readonly int _sign = side == Side.Sell ? 1 : -1;
    private readonly TriggerLevels _inactive = new(store.Triggers, store.Nodes);
    // Under the negative of its peak, so that the greatest key is the first that a rise passes. A level's head is the group.
    private readonly FarLevels _byPeak = new(store.Nodes);
    private long _lowestKey = FarLevels.None;
    private int _nextToFire;

    /// <summary>A stop that has a peak keeps it; another begins with <paramref name="value"/>, if that activates it.</summary>
    public void Add(int slot, Subticks value)
    {
        ref Trigger trigger = ref store.Triggers[slot];
        long key = ActivationKey(in trigger);
        if (trigger.Peak.Value != 0) Join(slot, trigger.Peak.Value * _sign);
        else if (value.Value != 0 && key * Subticks.PerTick >= -value.Value * _sign) Join(slot, value.Value * _sign);
        else _inactive.Add(key, slot);
    }

    public void Remove(int slot)
    {
        ref Trigger trigger = ref store.Triggers[slot];
        if (trigger.TrailingGroup != 0) Leave(ref trigger, slot);
        else _inactive.Remove(ActivationKey(in trigger), slot);
    }

    /// <summary>One update of the reference: first the new high, then who becomes active, then who fires.</summary>
    public void Collect(Subticks value)
    {
        long now = value.Value * _sign;
        if (_lowestKey != FarLevels.None && -_lowestKey < now) Raise(now);
        while (_inactive.IsReached(-now)) ActivateBest(now);
        while (_nextToFire != 0 && store.Groups[_nextToFire].NextLevel >= now) Fire(_nextToFire, value);
    }

    // All of the group whose level the reference has reached: the nearest of them are the first of its two heaps.
    private void Fire(int group, Subticks value)
    {
        ref TrailingGroup left = ref store.Groups[group];
        Firing firing = new(store, left.Peak * _sign, value);
        left.ByCallback = MeldHeap<Trigger>.Shed(store.Triggers, left.ByCallback, ref firing);
        left.ByOffset = MeldHeap<Trigger>.Shed(store.Triggers, left.ByOffset, ref firing);
        Shrink(group, firing.Count);
    }

    private long ActivationKey(in Trigger trigger) => trigger.ActivationPrice.Value == 0 ? NoActivation : -_sign * trigger.ActivationPrice.Value;

    private void ActivateBest(long now)
    {
        for (int slot = _inactive.TakeBest(); slot != 0;)
        {
            int next = store.Triggers[slot].Links.Right;
            Join(slot, now);
            slot = next;
        }
    }

    // All groups whose peak the reference has passed, or meets now, become one.
    private void Raise(long now)
    {
        int kept = 0;
        while (_lowestKey != FarLevels.None && -_lowestKey <= now)
        {
            int group = _byPeak[_lowestKey].Head;
            Unlist(group);
            kept = kept == 0 ? group : Union(kept, group);
        }
        store.Groups[kept].Peak = now;
        List(kept);
    }

    private int Union(int a, int b)
    {
        Slab<TrailingGroup> groups = store.Groups;
        if (groups[a].Count < groups[b].Count) (a, b) = (b, a);
        ref TrailingGroup into = ref groups[a];
        ref TrailingGroup from = ref groups[b];
        Relabel(from.ByCallback, a);
        Relabel(from.ByOffset, a);
        into.ByCallback = MeldHeap<Trigger>.Merge(store.Triggers, into.ByCallback, from.ByCallback);
        into.ByOffset = MeldHeap<Trigger>.Merge(store.Triggers, into.ByOffset, from.ByOffset);
        into.Count += from.Count;
        groups.Return(b);
        return a;
    }

    private void Relabel(int root, int group)
    {
        for (int at = root; at != 0; at = MeldHeap<Trigger>.Next(store.Triggers, root, at)) store.Triggers[at].TrailingGroup = group;
    }

    private void Join(int slot, long peak)
    {
        ref Trigger trigger = ref store.Triggers[slot];
        int group = _byPeak.Contains(-peak) ? _byPeak[-peak].Head : 0;
        bool isNew = group == 0;
        if (isNew) group = store.Groups.Rent();
        ref TrailingGroup joined = ref store.Groups[group];
        if (isNew) joined = new TrailingGroup { Peak = peak };
        trigger.TrailingGroup = group;
        ref int root = ref HeapOf(ref joined, in trigger);
        root = MeldHeap<Trigger>.Add(store.Triggers, root, slot);
        joined.Count++;
        if (isNew) List(group);
        else Requeue(ref joined, group);
    }

    private void Leave(ref Trigger trigger, int slot)
    {
        int group = trigger.TrailingGroup;
        ref TrailingGroup left = ref store.Groups[group];
        trigger.Peak = new(left.Peak * _sign);
        trigger.TrailingGroup = 0;
        ref int root = ref HeapOf(ref left, in trigger);
        root = MeldHeap<Trigger>.Remove(store.Triggers, root, slot);
        Shrink(group, 1);
    }

    private void Shrink(int group, int by)
    {
        ref TrailingGroup shrunk = ref store.Groups[group];
        if (shrunk.Count > by)
        {
            shrunk.Count -= by;
            Requeue(ref shrunk, group);
            return;
        }
        Unlist(group);
        store.Groups.Return(group);
    }

    private static ref int HeapOf(ref TrailingGroup group, in Trigger trigger)
    {
        if (trigger.CallbackPpb != 0) return ref group.ByCallback;
        return ref group.ByOffset;
    }

    private void List(int group)
    {
        ref TrailingGroup listed = ref store.Groups[group];
        long key = -listed.Peak;
        _byPeak.Add(key, new Level { Head = group, Tail = group, Count = 1 });
        if (key > _lowestKey) _lowestKey = key;
        listed.NextLevel = LevelOf(in listed);
        _nextToFire = MeldHeap<TrailingGroup>.Add(store.Groups, _nextToFire, group);
    }

    private void Unlist(int group)
    {
        long key = -store.Groups[group].Peak;
        _byPeak.Remove(key);
        if (key == _lowestKey) _lowestKey = _byPeak.Below(key);
        _nextToFire = MeldHeap<TrailingGroup>.Remove(store.Groups, _nextToFire, group);
    }

    private void Requeue(ref TrailingGroup changed, int group)
    {
        long level = LevelOf(in changed);
        if (level == changed.NextLevel) return;
        _nextToFire = MeldHeap<TrailingGroup>.Remove(store.Groups, _nextToFire, group);
        changed.NextLevel = level;
        _nextToFire = MeldHeap<TrailingGroup>.Add(store.Groups, _nextToFire, group);
    }

    private long LevelOf(in TrailingGroup group) => group.Peak - DistanceOf(FirstOf(in group), group.Peak);

    private int FirstOf(in TrailingGroup group)
    {
        if (group.ByCallback == 0 || group.ByOffset == 0) return group.ByCallback + group.ByOffset;
        return DistanceOf(group.ByCallback, group.Peak) <= DistanceOf(group.ByOffset, group.Peak) ? group.ByCallback : group.ByOffset;
    }

    private long DistanceOf(int slot, long peak) => store.Triggers[slot].TrailingDistance(new(peak * _sign));

    private struct Firing(TriggerStore store, long peak, Subticks value) : ILeaving
    {
        public int Count;

        public readonly bool Leaves(int node)
        {
            ref Trigger trigger = ref store.Triggers[node];
            Subticks level = trigger.LevelAt(new(peak));
            return trigger.Side == Side.Sell ? value <= level : value >= level;
        }

        public void Left(int node)
        {
            ref Trigger trigger = ref store.Triggers[node];
            (trigger.Peak, trigger.TrailingGroup) = (new(peak), 0);
            store.Latch(node, value);
            Count++;
        }
    }
}
