using Peregrine.Core;

namespace Peregrine.Bench.Replay.Workloads;

/// <summary>Price-time matching, so that the generator knows which orders live: most cancels must name one that does.</summary>
/// <remarks>Shares no code with the engine: what it makes is what the engine is measured and checked with.</remarks>
internal sealed class WorkloadBook(int ordersMax, int lowest, int highest)
{
    private readonly WorkloadOrder[] _orders = new WorkloadOrder[ordersMax + 1];
    private readonly List<uint> _live = [];
    private readonly WorkloadSide _bids = new(Side.Buy, lowest, highest);
    private readonly WorkloadSide _asks = new(Side.Sell, lowest, highest);

    public int LiveCount => _live.Count;

    public uint LiveAt(int place) => _live[place];

    public ref readonly WorkloadOrder this[uint id] => ref _orders[id];

    /// <summary>Fills what it can; what is left rests if it may.</summary>
    public void Place(uint id, Side side, int price, uint lots, bool rests)
    {
        WorkloadSide makers = SideOf(side.Opposite());
        while (lots > 0 && makers.FirstWithin(price) is var maker and not 0)
        {
            uint filled = Math.Min(lots, _orders[maker].Lots);
            lots -= filled;
            _orders[maker].Lots -= filled;
            if (_orders[maker].Lots == 0) End(maker);
        }
        if (lots == 0 || !rests) return;
        _orders[id] = new WorkloadOrder { Price = price, Lots = lots, Side = side, Place = _live.Count };
        _live.Add(id);
        SideOf(side).Append(_orders, id);
    }

    public void End(uint id)
    {
        SideOf(_orders[id].Side).Remove(_orders, id);
        // The last of the living takes its place: which one a later draw names depends on that.
        uint last = _live[^1];
        _live[_orders[id].Place] = last;
        _orders[last].Place = _orders[id].Place;
        _live.RemoveAt(_live.Count - 1);
    }

    private WorkloadSide SideOf(Side side) => side == Side.Buy ? _bids : _asks;
}
