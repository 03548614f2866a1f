using Peregrine.Core;

namespace Peregrine.Engine.Matching;

/// <summary>Records under ids or slots 0..Last that are there from the start; 0 stands for "none" and is always zero.</summary>
/// <remarks>Like a <see cref="Slab{T}"/> it never grows, begins on a cache line, and a page nobody touched costs no memory.</remarks>
internal sealed unsafe class Table<T> where T : unmanaged
{
    // Held only so that the pinned block lives as long as the pointer into it.
    private readonly T[] _block;
    private readonly T* _rows;
    private readonly int _last;

    public Table(int last)
    {
        _rows = CacheLines.Allocate(last + 1, out _block);
        _last = last;
    }

    public int Last => _last;

    public ref T this[int id]
    {
        get
        {
            Invariant.That(unchecked((uint)id <= (uint)_last), "id outside its table");
            // The product fits: the record is within the block, which fits an address space.
            return ref unchecked(_rows[id]);
        }
    }

    /// <summary>Asks memory for the first line of a record.</summary>
    public void Prefetch(int id) => CacheLines.Prefetch(unchecked(_rows + id));
}
