using Peregrine.Core;

namespace Peregrine.Engine.Tests.Matching;

/// <summary>A book one can believe by reading it: sorted prices, lists in order of arrival, nothing cached.</summary>
internal sealed class ModelBook
{
    internal sealed class Entry(int slot, long price, long rest, long visible)
    {
        public int Slot { get; } = slot;
        public long Price { get; } = price;
        public long Rest { get; set; } = rest;
        public long Visible { get; set; } = visible;
    }

    private readonly SortedDictionary<long, List<Entry>> _bids = new(Comparer<long>.Create((a, b) => b.CompareTo(a)));
    private readonly SortedDictionary<long, List<Entry>> _asks = [];
    private readonly Dictionary<int, (Side Side, Entry Entry)> _bySlot = [];

    public int Count => _bySlot.Count;

    /// <summary>Levels best to worst.</summary>
    public SortedDictionary<long, List<Entry>> Levels(Side side) => side == Side.Buy ? _bids : _asks;

    public Entry this[int slot] => _bySlot[slot].Entry;

    public void Rest(int slot, Side side, long price, long rest, long visible)
    {
        var entry = new Entry(slot, price, rest, visible);
        _bySlot.Add(slot, (side, entry));
        Append(side, entry);
    }

    public void Remove(int slot)
    {
        _bySlot.Remove(slot, out var found);
        Unlink(found.Side, found.Entry);
    }

    public void Resize(int slot, long rest, long visible) => (this[slot].Rest, this[slot].Visible) = (rest, visible);

    public void MoveToTail(int slot, long visible)
    {
        (Side side, Entry entry) = _bySlot[slot];
        Unlink(side, entry);
        entry.Visible = visible;
        Append(side, entry);
    }

    private void Append(Side side, Entry entry)
    {
        if (!Levels(side).TryGetValue(entry.Price, out List<Entry>? queue)) Levels(side).Add(entry.Price, queue = []);
        queue.Add(entry);
    }

    private void Unlink(Side side, Entry entry)
    {
        List<Entry> queue = Levels(side)[entry.Price];
        queue.Remove(entry);
        if (queue.Count == 0) Levels(side).Remove(entry.Price);
    }
}
