using Peregrine.Core;

namespace Peregrine.Scenarios.Facts;

/// <summary>One market's book as <see cref="BookChanged"/> told it, level by level and order by order.</summary>
public sealed class BookFacts
{
    private readonly SortedDictionary<long, (long Total, int Count)> _bids = new(Comparer<long>.Create((a, b) => b.CompareTo(a)));
    private readonly SortedDictionary<long, (long Total, int Count)> _asks = [];
    private readonly Dictionary<(Side Side, long Price, long Priority), long> _orders = [];
    private long _mdSeq;

    public IEnumerable<(long Price, long Qty)> Levels(Side side) => Of(side).Select(l => (l.Key, l.Value.Total));

    public bool IsCrossed => _bids.Count > 0 && _asks.Count > 0 && _bids.First().Key >= _asks.First().Key;

    /// <summary>Takes one change; what contradicts the changes before it is returned as a sentence.</summary>
    public string? Apply(in BookChanged change)
    {
        string? problem = _mdSeq != 0 && change.MdSeq != _mdSeq + 1 ? $"book change {change.MdSeq} came after {_mdSeq}" : null;
        _mdSeq = change.MdSeq;
        Side side = change.Side;
        long price = change.Price.Value;
        var key = (side, price, change.Priority);
        bool known = _orders.ContainsKey(key);
        if (change.Change == BookChange.Added == known) problem ??= $"the book was told '{change.Change}' of an order that is {(known ? "already" : "not")} in it";
        if (change.Change == BookChange.Deleted) _orders.Remove(key);
        else _orders[key] = change.OrderVisible.Value;
        long total = _orders.Where(o => o.Key.Side == side && o.Key.Price == price).Sum(o => o.Value);
        int count = _orders.Count(o => o.Key.Side == side && o.Key.Price == price);
        if (change.LevelTotal.Value != total || change.LevelCount != count)
        {
            problem ??= $"a level at tick {change.Price} holds {total} lots in {count} orders by its changes, {change.LevelTotal} in {change.LevelCount} by its total";
        }
        if (change.LevelCount == 0) Of(change.Side).Remove(change.Price.Value);
        else Of(change.Side)[change.Price.Value] = (change.LevelTotal.Value, change.LevelCount);
        return problem;
    }

    private SortedDictionary<long, (long Total, int Count)> Of(Side side) => side == Side.Buy ? _bids : _asks;
}
