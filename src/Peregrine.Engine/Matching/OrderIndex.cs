using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

using Peregrine.Core;

namespace Peregrine.Engine.Matching;

/// <summary>From a public id to where it lives: open addressing with linear probes, eight bytes an entry.</summary>
/// <remarks>
/// The id itself is not stored: an entry holds 32 mixed bits of it, and whoever asks confirms a hit in the record, which it is about to touch anyway.
/// At most half full, so a probe nearly always ends on the line it began on. Deletion shifts back, so there are no tombstones and no rebuilds.
/// The table's order never leaves it: nothing enumerates it.
/// </remarks>
internal sealed class OrderIndex
{
    private struct Entry
    {
        public uint Tag;
        /// <summary>0 is an empty entry: no code is 0.</summary>
        public int Code;
    }

    private readonly Entry[] _entries;
    private readonly int _shift;
    private readonly int _liveMax;
    private int _count;

    public OrderIndex(int liveMax)
    {
        Invariant.That(liveMax is > 0 and <= 1 << 29, "between one entry and half a billion");
        int capacity = (int)BitOperations.RoundUpToPowerOf2((uint)liveMax * 2);
        // The home position is the top bits of the tag, so an entry can be moved without asking for its id.
        _shift = 32 - BitOperations.Log2((uint)capacity);
        _entries = GC.AllocateArray<Entry>(capacity, pinned: true);
        _liveMax = liveMax;
    }

    public int Count => _count;
    public int Capacity => _entries.Length;

    /// <summary>Multiplication by 2^64 / golden ratio; its upper half spreads ids that count up, alone or in steps of a power of two.</summary>
    public static uint TagOf(long id) => unchecked((uint)((ulong)id * 0x9E3779B97F4A7C15 >> 32));

    private int Home(uint tag) => unchecked((int)(tag >> _shift));

    /// <summary>Asks memory for the place of an id that is about to be added: 5 ns of an order that rests.</summary>
    public unsafe void Prefetch(long id)
    {
        // A hint never faults, and the entries are pinned.
        if (Sse.IsSupported) Sse.Prefetch0(Unsafe.AsPointer(ref _entries[Home(TagOf(id))]));
    }

    public void Add(long id, IndexCode code)
    {
        Invariant.That(_count < _liveMax && code.Exists, "the index is sized for every slab it leads to");
        uint tag = TagOf(id);
        Entry[] entries = _entries;
        int mask = entries.Length - 1;
        int at = Home(tag);
        while (entries[at].Code != 0) at = (at + 1) & mask;
        entries[at] = new Entry { Tag = tag, Code = code.Raw };
        _count++;
    }

    /// <summary>The code of an id, or the default when nobody has it.</summary>
    public IndexCode Find<TOwner>(long id, TOwner owner) where TOwner : struct, IIdOwner
    {
        uint tag = TagOf(id);
        Entry[] entries = _entries;
        int mask = entries.Length - 1;
        for (int at = Home(tag); ; at = (at + 1) & mask)
        {
            ref Entry entry = ref entries[at];
            if (entry.Code == 0) return default;
            if (entry.Tag == tag && owner.Owns(new IndexCode(entry.Code), id)) return new IndexCode(entry.Code);
        }
    }

    /// <summary>What an id probably leads to, asked without looking at the record; for hints alone.</summary>
    public IndexCode Guess(long id)
    {
        uint tag = TagOf(id);
        int at = Home(tag);
        int mask = _entries.Length - 1;
        while (_entries[at].Code != 0 && _entries[at].Tag != tag) at = (at + 1) & mask;
        return new IndexCode(_entries[at].Code);
    }

    /// <summary>Forgets an id that is present under this code. A code is unique, so nothing outside the table is read.</summary>
    public void Remove(long id, IndexCode code)
    {
        Entry[] entries = _entries;
        int mask = entries.Length - 1;
        int at = Home(TagOf(id));
        while (entries[at].Code != code.Raw)
        {
            Invariant.That(entries[at].Code != 0, "only what was added is removed");
            at = (at + 1) & mask;
        }
        CloseGap(entries, at);
        _count--;
    }

    // An entry may move back into the gap unless its home lies cyclically after the gap: then a probe for it would never have passed here.
    private void CloseGap(Entry[] entries, int gap)
    {
        int mask = entries.Length - 1;
        for (int at = (gap + 1) & mask; entries[at].Code != 0; at = (at + 1) & mask)
        {
            int home = Home(entries[at].Tag);
            if (((at - home) & mask) < ((at - gap) & mask)) continue;
            entries[gap] = entries[at];
            gap = at;
        }
        entries[gap] = default;
    }
}
