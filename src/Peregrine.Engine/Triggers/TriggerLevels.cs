using Peregrine.Core;
using Peregrine.Engine.Matching;

namespace Peregrine.Engine.Triggers;

/// <summary>Waiting triggers under keys of which the greatest is reached first.</summary>
/// <remarks>
/// A key is a price where a falling reference fires, its negative where a rising one does. A balanced tree of the prices that have any, and a list
/// under each; whoever takes a level sorts it, so the lists keep no order.
/// </remarks>
internal sealed class TriggerLevels(Slab<Trigger> triggers, Slab<FarNode> nodes)
{
    private readonly FarLevels _levels = new(nodes);
    private long _best = FarLevels.None;

    public bool IsReached(long value) => _best != FarLevels.None && _best * Subticks.PerTick >= value;

    public void Add(long key, int slot)
    {
        ref HeapLinks links = ref triggers[slot].Links;
        links = default;
        if (!_levels.Contains(key))
        {
            _levels.Add(key, new Level { Head = slot, Tail = slot, Count = 1 });
            if (key > _best) _best = key;
            return;
        }
        ref Level level = ref _levels[key];
        links.Left = level.Tail;
        triggers[level.Tail].Links.Right = slot;
        level.Tail = slot;
        level.Count++;
    }

    public void Remove(long key, int slot)
    {
        ref Level level = ref _levels[key];
        HeapLinks links = triggers[slot].Links;
        if (links.Left == 0) level.Head = links.Right;
        else triggers[links.Left].Links.Right = links.Right;
        if (links.Right == 0) level.Tail = links.Left;
        else triggers[links.Right].Links.Left = links.Left;
        if (--level.Count == 0) Close(key);
    }

    /// <summary>Takes the level that is reached first out as a whole: the first of its list, which goes on through the links.</summary>
    public int TakeBest()
    {
        int head = _levels[_best].Head;
        Close(_best);
        return head;
    }

    private void Close(long key)
    {
        _levels.Remove(key);
        if (key == _best) _best = _levels.Below(key);
    }
}
