using Peregrine.Core;
using Peregrine.Engine.Matching;

namespace Peregrine.Engine.Orders;

/// <summary>Everything that waits for a time, ordered by (due time, kind, id): a heap of four children a node, and handles into it.</summary>
/// <remarks>
/// Not part of the state that snapshots tell: each timer follows from the record that set it, and is set again when that record is loaded. The order
/// of what is due depends on public numbers only, so neither handles nor the heap's shape can be seen from outside; for that, no two timers
/// may agree in due time, kind, id and tie.
/// </remarks>
internal sealed class Timers
{
    /// <summary>Four children share a cache line of sixteen-byte nodes.</summary>
    private const int Arity = 4;

    private struct Node
    {
        public long DueNs;
        public int Handle;
    }

    private readonly Slab<TimerRecord> _records;
    private readonly Node[] _heap;
    private int _count;

    public Timers(int capacity)
    {
        _records = new Slab<TimerRecord>(capacity);
        _heap = new Node[capacity];
    }

    public int Count => _count;

    /// <summary>When the first of them is due; <see cref="long.MaxValue"/> when none waits.</summary>
    public long NextDueNs => _count == 0 ? long.MaxValue : _heap[0].DueNs;

    /// <summary>Sets a timer; 0 when there is no room. The tie orders those of one kind and id that are due together.</summary>
    public int Add(long dueNs, TimerKind kind, long id, int payload, long tie = 0)
    {
        int handle = _records.Rent();
        if (handle == 0) return 0;
        _records[handle] = new TimerRecord { Id = id, Tie = tie, Payload = payload, Kind = kind };
        Rise(_count++, new Node { DueNs = dueNs, Handle = handle });
        return handle;
    }

    public void Cancel(int handle)
    {
        int at = PositionOf(handle);
        _records.Return(handle);
        Node last = _heap[--_count];
        if (last.Handle != handle) Settle(at, last);
    }

    /// <summary>The same timer for another time.</summary>
    public void Move(int handle, long dueNs) => Settle(PositionOf(handle), new Node { DueNs = dueNs, Handle = handle });

    /// <summary>The first timer, when it is due.</summary>
    public bool TryPeekDue(long nowNs, out DueTimer timer)
    {
        timer = default;
        if (NextDueNs > nowNs || _count == 0) return false;
        timer = At(_heap[0].Handle);
        return true;
    }

    /// <summary>Takes the first timer away.</summary>
    public DueTimer Pop()
    {
        Invariant.That(_count > 0, "only a timer that waits is taken");
        DueTimer first = At(_heap[0].Handle);
        Cancel(first.Handle);
        return first;
    }

    public DueTimer At(int handle)
    {
        ref TimerRecord record = ref _records[handle];
        return new(_heap[PositionOf(handle)].DueNs, record.Kind, record.Id, record.Tie, record.Payload, handle);
    }

    private int PositionOf(int handle)
    {
        ref TimerRecord record = ref _records[handle];
        Invariant.That(record.Kind != 0, "a handle is good until its timer is taken or cancelled");
        return record.Position;
    }

    private void Settle(int at, in Node node)
    {
        if (at > 0 && IsBefore(in node, in _heap[(at - 1) / Arity])) Rise(at, in node);
        else Sink(at, node);
    }

    private void Rise(int at, in Node node)
    {
        while (at > 0)
        {
            int parent = (at - 1) / Arity;
            if (!IsBefore(in node, in _heap[parent])) break;
            Put(at, in _heap[parent]);
            at = parent;
        }
        Put(at, in node);
    }

    private void Sink(int at, in Node node)
    {
        while (true)
        {
            int child = FirstChild(at);
            if (child == 0 || !IsBefore(in _heap[child], in node)) break;
            Put(at, in _heap[child]);
            at = child;
        }
        Put(at, in node);
    }

    // The child that is due first; 0 when there is none.
    private int FirstChild(int at)
    {
        long from = (long)at * Arity + 1;
        if (from >= _count) return 0;
        int best = (int)from;
        int end = (int)Math.Min(from + Arity, _count);
        for (int child = best + 1; child < end; child++)
        {
            if (IsBefore(in _heap[child], in _heap[best])) best = child;
        }
        return best;
    }

    private void Put(int at, in Node node)
    {
        _records[node.Handle].Position = at;
        _heap[at] = node;
    }

    private bool IsBefore(in Node a, in Node b)
    {
        if (a.DueNs != b.DueNs) return a.DueNs < b.DueNs;
        ref TimerRecord left = ref _records[a.Handle];
        ref TimerRecord right = ref _records[b.Handle];
        if (left.Kind != right.Kind) return left.Kind < right.Kind;
        return left.Id != right.Id ? left.Id < right.Id : left.Tie < right.Tie;
    }
}
