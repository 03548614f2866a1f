using Peregrine.Core;

namespace Peregrine.Bench.Replay.Workloads;

/// <summary>One side of the generator's book: a queue of order ids for every price there can be, and where the best one is.</summary>
internal sealed class WorkloadSide
{
    private readonly (uint Head, uint Tail)[] _queues;
    private readonly int _lowest;
    /// <summary>From a price to the next worse one.</summary>
    private readonly int _worse;
    private int _best;

    public WorkloadSide(Side side, int lowest, int highest)
    {
        _queues = new (uint, uint)[highest - lowest + 1];
        _lowest = lowest;
        _worse = side == Side.Buy ? -1 : 1;
        _best = Nowhere;
    }

    // One step beyond the worst price: every limit on this side is better.
    private int Nowhere => _worse < 0 ? _lowest - 1 : _lowest + _queues.Length;

    /// <summary>The first order that a taker with this limit meets, or 0.</summary>
    public uint FirstWithin(int limit) => _best != Nowhere && (limit - _best) * _worse >= 0 ? _queues[_best - _lowest].Head : 0;

    public void Append(WorkloadOrder[] orders, uint id)
    {
        int price = orders[id].Price;
        ref (uint Head, uint Tail) queue = ref _queues[price - _lowest];
        orders[id].Previous = queue.Tail;
        if (queue.Head == 0) queue.Head = id;
        else orders[queue.Tail].Next = id;
        queue.Tail = id;
        if ((_best - price) * _worse > 0) _best = price;
    }

    public void Remove(WorkloadOrder[] orders, uint id)
    {
        ref WorkloadOrder order = ref orders[id];
        ref (uint Head, uint Tail) queue = ref _queues[order.Price - _lowest];
        if (order.Previous == 0) queue.Head = order.Next;
        else orders[order.Previous].Next = order.Next;
        if (order.Next == 0) queue.Tail = order.Previous;
        else orders[order.Next].Previous = order.Previous;
        while (_best != Nowhere && _queues[_best - _lowest].Head == 0) _best += _worse;
    }
}
