using Peregrine.Core;
using Peregrine.Engine.Matching;
using Peregrine.Engine.State;
using Peregrine.Engine.Triggers;
using Heap = Peregrine.Engine.Triggers.MeldHeap<Peregrine.Engine.State.Threshold>;

namespace Peregrine.Engine.Liquidation;

/// <summary>For every position and collateral the price up to which its account need not be looked at, in heaps by market and asset (domain §10.1).</summary>
/// <remarks>
/// While no price is past its threshold on the adverse side, every adverse relative move is at most H/W, so equity is still above the line: proved in the
/// specification. An update therefore looks at the tops of two heaps and at those accounts alone whose threshold it passed.
/// A cache: no threshold decides anything but who is tested, so they are neither told nor hashed, and a load computes them anew.
/// </remarks>
internal sealed class ThresholdIndex
{
    // More than anybody has.
    private const long Unbearable = long.MaxValue / 4;

    private readonly EngineState _state;
    private readonly Slab<Threshold> _slab;
    private readonly int[] _stack;

    public ThresholdIndex(EngineState state)
    {
        _state = state;
        int capacity = state.Suspects.IsOff ? 1 : state.Capacities.PositionsMax + state.Capacities.HoldingsMax;
        _slab = new Slab<Threshold>(capacity);
        _stack = new int[capacity + 1];
    }

    /// <summary>Positions and collateral that have a threshold.</summary>
    public int Count => _slab.Count;

    /// <summary>Suspects everybody whose threshold the market's mark has passed, or everybody who has one: every holder does.</summary>
    public void Collect(Market market, bool all)
    {
        Collect(market.LongThresholds, all ? long.MaxValue : -market.Mark.Value);
        Collect(market.ShortThresholds, all ? long.MaxValue : market.Mark.Value);
    }

    public void Collect(Asset asset, bool all) => Collect(asset.Thresholds, all ? long.MaxValue : -asset.Index.Value);

    // Who is past it forms a tree at the heap's root, so the walk ends where nobody is.
    private void Collect(int root, long before)
    {
        int waiting = 0;
        if (root != 0) _stack[waiting++] = root;
        while (waiting > 0)
        {
            ref Threshold threshold = ref _slab[_stack[--waiting]];
            if (threshold.Key >= before) continue;
            _state.Suspects.Reach(threshold.Account);
            HeapLinks links = threshold.Links;
            if (links.Left != 0) _stack[waiting++] = links.Left;
            if (links.Right != 0) _stack[waiting++] = links.Right;
        }
    }

    /// <summary>Whether the thresholds that a cross part has still keep it from every loss that its figures do not bear.</summary>
    public bool Covers(int account, in RiskFigures figures, int line)
    {
        long left = figures.Room(line);
        ref Account owner = ref _state.Accounts[account];
        for (int slot = owner.FirstPosition; slot != 0 && left >= 0; slot = _state.Positions[slot].Next)
        {
            ref Position position = ref _state.Positions[slot];
            if (position.IsIsolated) continue;
            if (position.Size.Value != 0) left -= LossOf(in position, line);
            else if (position.Threshold != 0) return false;
        }
        for (int slot = owner.FirstHolding; slot != 0 && left >= 0; slot = _state.Holdings[slot].Next)
        {
            ref Holding holding = ref _state.Holdings[slot];
            if (holding.Counted > 0) left -= LossOf(in holding, line);
            else if (holding.Threshold != 0) return false;
        }
        return left >= 0;
    }

    /// <summary>The same of a pot.</summary>
    public bool CoversPot(int slot, in RiskFigures figures, int line) => figures.Room(line) >= LossOf(in _state.Positions[slot], line);

    public void Arm(int account, in RiskFigures figures, int line)
    {
        figures.Bounds(line, out Int128 room, out Int128 weight);
        ref Account owner = ref _state.Accounts[account];
        for (int slot = owner.FirstPosition; slot != 0; slot = _state.Positions[slot].Next)
        {
            ref Position position = ref _state.Positions[slot];
            if (!position.IsIsolated) Arm(ref position, room, weight, line);
        }
        for (int slot = owner.FirstHolding; slot != 0; slot = _state.Holdings[slot].Next) Arm(ref _state.Holdings[slot], room, weight, line);
    }

    /// <summary>The same for a pot; a flat one loses its threshold.</summary>
    public void ArmPot(int slot, in RiskFigures figures, int line)
    {
        figures.Bounds(line, out Int128 room, out Int128 weight);
        Arm(ref _state.Positions[slot], room, weight, line);
    }

    // What is lost when the price comes to the threshold; unbearable when there is none, it is passed, or it is another line's.
    private long LossOf(in Position position, int line)
    {
        long key = position.ThresholdKey;
        bool isShort = position.Size.Value < 0;
        if (position.Threshold == 0 || key == Threshold.Always || position.IsThresholdShort != isShort || position.ThresholdLine != line) return Unbearable;
        Market market = _state.Markets[position.Market];
        long distance = isShort ? key - market.Mark.Value : market.Mark.Value + key;
        if (distance < 0) return Unbearable;
        Micros loss = market.ValueCeil(position.Size, new Subticks(distance));
        return isShort ? loss.Value + Ppb.MulCeil(loss, RateOf(market, line)).Value : loss.Value;
    }

    private long LossOf(in Holding holding, int line)
    {
        ref Threshold threshold = ref _slab[holding.Threshold];
        if (holding.Threshold == 0 || threshold.Key == Threshold.Always || threshold.Line != line) return Unbearable;
        Asset asset = _state.Assets[holding.Asset];
        long distance = asset.Index.Value + threshold.Key;
        if (distance < 0) return Unbearable;
        return Ppb.MulCeil(new Micros(Rounding.MulDivCeil(holding.Counted, distance, asset.Scale)), asset.Terms.MaintWeightPpb).Value;
    }

    // λ · mmr_top.
    private static long RateOf(Market market, int line) => (market.TopMmrPpb * RiskLines.Permille(line) + 999) / 1000;

    private void Arm(ref Position position, Int128 room, Int128 weight, int line)
    {
        Market market = _state.Markets[position.Market];
        bool isShort = position.Size.Value < 0;
        if (position.Threshold != 0 && (position.Size.Value == 0 || _slab[position.Threshold].IsShort != isShort)) Disarm(ref position, market);
        if (position.Size.Value == 0) return;
        long key = isShort ? RisingKey(market, room, weight) : FallingKey(market.Mark.Value, room, weight);
        ref int root = ref isShort ? ref market.ShortThresholds : ref market.LongThresholds;
        position.Threshold = Put(ref root, position.Threshold, new Threshold { Key = key, Account = position.Account, IsShort = isShort, Line = (byte)line });
        (position.ThresholdKey, position.ThresholdLine, position.IsThresholdShort) = (key, (byte)line, isShort);
    }

    private void Arm(ref Holding holding, Int128 room, Int128 weight, int line)
    {
        Asset asset = _state.Assets[holding.Asset];
        if (holding.Counted == 0)
        {
            if (holding.Threshold != 0) Take(ref asset.Thresholds, ref holding.Threshold);
            return;
        }
        long key = FallingKey(asset.Index.Value, room, weight);
        holding.Threshold = Put(ref asset.Thresholds, holding.Threshold, new Threshold { Key = key, Account = holding.Account, Line = (byte)line });
    }

    private void Disarm(ref Position position, Market market)
    {
        bool wasShort = _slab[position.Threshold].IsShort;
        Take(ref wasShort ? ref market.ShortThresholds : ref market.LongThresholds, ref position.Threshold);
    }

    private void Take(ref int root, ref int threshold)
    {
        root = Heap.Remove(_slab, root, threshold);
        _slab.Return(threshold);
        threshold = 0;
    }

    private int Put(ref int root, int slot, in Threshold terms)
    {
        if (slot != 0)
        {
            ref Threshold old = ref _slab[slot];
            old.Line = terms.Line;
            if (old.Key == terms.Key) return slot;
            root = Heap.Remove(_slab, root, slot);
        }
        else
        {
            slot = _slab.Rent();
            Invariant.That(slot != 0, "there is a threshold for every position and every balance");
        }
        _slab[slot] = terms;
        root = Heap.Add(_slab, root, slot);
        return slot;
    }

    /// <summary>⌈price · (W − H)/W⌉ as a key; no price is low enough when H ≥ W.</summary>
    public static long FallingKey(long price, Int128 room, Int128 weight)
    {
        if (room < 0) return Threshold.Always;
        return room >= weight ? 0 : -Rounding.Ceil((weight - room) * price, weight);
    }

    // ⌊price · (W + H)/W⌋, no higher than any price can be.
    private static long RisingKey(Market market, Int128 room, Int128 weight)
    {
        if (room < 0) return Threshold.Always;
        long most = market.Terms.PriceMax.Value * Subticks.PerTick;
        return RisingPrice(market.Mark.Value, Int128.Min(room, weight * 4), weight) is var price && price < most ? price : most;
    }

    /// <summary>⌊price · (W + H)/W⌋.</summary>
    public static long RisingPrice(long price, Int128 room, Int128 weight) => Rounding.Floor((weight + room) * price, weight);
}
