using Peregrine.Core;

namespace Peregrine.Bench.Replay.Workloads;

/// <summary>Draws the records of a workload: a price that wanders, orders denser near it, takers, and cancels of random living orders.</summary>
/// <remarks>
/// After a prefill of limit orders, one command in ten is an immediate-or-cancel order through the price; of the others about half are cancels once
/// the book is as full as asked, fewer before. One cancel in 64 names an order that was cancelled earlier. The order of the draws is the definition:
/// one draw more anywhere, and every record after it is another.
/// </remarks>
internal sealed class WorkloadGenerator(WorkloadSpec spec)
{
    private const double DriftChance = 0.02, TakerShare = 0.10, CancelShareFull = 0.48, CancelShareFilling = 0.30, LateChance = 1.0 / 64;
    private const int DriftLevels = 20, LotsMax = 100, ThroughMax = 5, CancelledMax = 100_000;

    private readonly PythonRandom _random = new(spec.Seed);
    private readonly List<uint> _cancelled = [];
    private readonly int _start = 100 * spec.Levels;
    private readonly WorkloadBook _book = new(
        spec.Records,
        100 * spec.Levels - (DriftLevels + 1) * spec.Levels - ThroughMax,
        100 * spec.Levels + (DriftLevels + 1) * spec.Levels + ThroughMax);
    private int _middle = 100 * spec.Levels;
    private uint _lastId;

    public static Record[] Generate(WorkloadSpec spec)
    {
        var generator = new WorkloadGenerator(spec);
        var records = new Record[spec.Records];
        for (int i = 0; i < records.Length; i++)
        {
            generator.Drift();
            RecordKind kind = i < spec.LiveTarget ? RecordKind.Limit : generator.DrawKind();
            records[i] = kind == RecordKind.Cancel ? generator.Cancel() : generator.Place(kind);
        }
        return records;
    }

    private void Drift()
    {
        if (!_random.Chance(DriftChance)) return;
        int moved = _middle + (_random.Chance(0.5) ? 1 : -1);
        _middle = Math.Clamp(moved, _start - DriftLevels * spec.Levels, _start + DriftLevels * spec.Levels);
    }

    private RecordKind DrawKind()
    {
        double draw = _random.Draw();
        if (draw < TakerShare) return RecordKind.ImmediateOrCancel;
        double cancelShare = _book.LiveCount >= spec.LiveTarget ? CancelShareFull : CancelShareFilling;
        return draw < TakerShare + cancelShare && _book.LiveCount > 0 ? RecordKind.Cancel : RecordKind.Limit;
    }

    private Record Cancel()
    {
        if (_cancelled.Count > 0 && _random.Chance(LateChance))
        {
            uint late = _cancelled[_random.Below(_cancelled.Count)];
            return new Record(late, _book[late].Price, 0, RecordKind.Cancel, _book[late].Side);
        }
        uint id = _book.LiveAt(_random.Below(_book.LiveCount));
        WorkloadOrder order = _book[id];
        _book.End(id);
        if (_cancelled.Count < CancelledMax) _cancelled.Add(id);
        else _cancelled[_random.Below(CancelledMax)] = id;
        return new Record(id, order.Price, order.Lots, RecordKind.Cancel, order.Side);
    }

    private Record Place(RecordKind kind)
    {
        Side side = _random.Chance(0.5) ? Side.Buy : Side.Sell;
        uint lots = 1 + (uint)_random.Below(LotsMax);
        int towards = side == Side.Buy ? 1 : -1;
        int price = kind == RecordKind.Limit ? _middle - towards * (1 + DrawDistance()) : _middle + towards * (1 + _random.Below(ThroughMax));
        _book.Place(++_lastId, side, price, lots, rests: kind == RecordKind.Limit);
        return new Record(_lastId, price, lots, kind, side);
    }

    // The square makes small distances likely.
    private int DrawDistance()
    {
        double draw = _random.Draw();
        return (int)(spec.Levels * draw * draw);
    }
}
