using Peregrine.Core;

namespace Peregrine.Engine.Matching;

/// <summary>A fixed pool of records addressed by slot 1..Capacity; slot 0 stands for "none".</summary>
/// <remarks>
/// Never grows, so a <c>ref</c> into it stays good for the life of the process. Slots never used are handed out by bumping a mark:
/// nothing is initialised, and a page nobody touched costs no memory. Freed slots come back last in, first out, which is warm in cache
/// and the same on every replay.
/// </remarks>
internal sealed unsafe class Slab<T> where T : unmanaged, ISlot<T>
{
    // Held only so that the pinned block lives as long as the pointer into it.
    private readonly T[] _block;
    private readonly T* _slots;
    private readonly int _capacity;
    private int _freeHead;
    private int _highWater;
    private int _count;

    public Slab(int capacity)
    {
        Invariant.That(capacity > 0, "a slab holds at least one slot");
        _slots = CacheLines.Allocate(capacity + 1, out _block);
        _capacity = capacity;
    }

    public int Capacity => _capacity;
    public int Count => _count;
    public bool Full => _count == _capacity;

    /// <summary>The highest slot ever handed out: walks over the slab end here.</summary>
    public int HighWater => _highWater;

    /// <summary>The record in a slot. Slot 0 is readable and always zero.</summary>
    public ref T this[int slot]
    {
        get
        {
            Invariant.That(unchecked((uint)slot <= (uint)_capacity), "slot outside its slab");
            // The product fits: the slot is within the block, which fits an address space.
            return ref unchecked(_slots[slot]);
        }
    }

    /// <summary>Asks memory for the first line of a record; the slot may be any number.</summary>
    public void Prefetch(int slot) => CacheLines.Prefetch(unchecked(_slots + slot));

    /// <summary>A slot for the caller to fill, or 0 when full. A reused slot still holds what was in it.</summary>
    public int Rent()
    {
        int slot = _freeHead;
        if (slot != 0) _freeHead = T.NextFree(in _slots[slot]);
        else if (_highWater < _capacity) slot = ++_highWater;
        else return 0;
        _count++;
        return slot;
    }

    public void Return(int slot)
    {
        Invariant.That(unchecked((uint)(slot - 1) < (uint)_highWater) && !T.IsFree(in _slots[slot]), "a slot is returned once");
        T.Free(ref _slots[slot], _freeHead);
        _freeHead = slot;
        _count--;
    }
}
