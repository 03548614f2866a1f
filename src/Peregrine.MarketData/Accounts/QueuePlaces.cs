using Peregrine.Core;
using Peregrine.MarketData.Memory;

namespace Peregrine.MarketData.Accounts;

/// <summary>Which of the orders we know is which of the book's, whose changes name nobody.</summary>
/// <remarks>
/// An order that comes to rest was named before in the same command, and the engine's contract says where: right before (an exit that was activated, an
/// order that left its level to queue anew), or else as the first of those that may rest, have not ended and have side and price of the change.
/// </remarks>
internal sealed class QueuePlaces(Pages<OrderRecord> orders)
{
    private readonly LongIndex?[] _byPriority = new LongIndex[ushort.MaxValue + 1];
    private readonly List<int> _mayRest = [];
    private int _named;

    /// <summary>The order runs now and will rest with what is left of it.</summary>
    public void MayRest(int slot)
    {
        if (orders[slot].MayRest) return;
        orders[slot].MayRest = true;
        _mayRest.Add(slot);
    }

    /// <summary>The next change of a book is this order's, when it is its price that changes.</summary>
    public void Named(int slot)
    {
        MayRest(slot);
        _named = slot;
    }

    public void Forget() => _named = 0;

    /// <summary>An order stands in the book with the priority that its facts tell.</summary>
    public void Rested(int slot) => IndexOf(orders[slot].Facts.Market).Add(orders[slot].Facts.Priority, slot);

    public void Change(ushort market, in BookChanged change)
    {
        if (change.Change == BookChange.Added) Rest(market, in change);
        else if (change.Change == BookChange.Deleted) Leave(market, change.Priority);
    }

    public void Finish()
    {
        foreach (int slot in _mayRest) orders[slot].MayRest = false;
        _mayRest.Clear();
        _named = 0;
    }

    private void Rest(ushort market, in BookChanged change)
    {
        int slot = _named != 0 && Fits(_named, market, in change) ? _named : FirstThatFits(market, in change);
        _named = 0;
        if (slot == 0) return;
        ref OrderRecord record = ref orders[slot];
        record.Facts.Priority = change.Priority;
        LearnRest(ref record.Facts, change.OrderVisible);
        Rested(slot);
    }

    // Without a hidden part the book says how much there is: the first word on a position's exit, and on a total that was asked for again.
    private static void LearnRest(ref OrderFacts facts, Lots visible)
    {
        if (facts.Display.Value == 0) facts.Rest = visible;
        else if (visible > facts.Rest) facts.Rest = facts.Qty - facts.Filled;
        if (facts.Qty.Value == 0) facts.Qty = facts.Filled + facts.Rest;
    }

    private void Leave(ushort market, long priority)
    {
        LongIndex index = IndexOf(market);
        int slot = index.Find(priority);
        if (slot == 0) return;
        index.Remove(priority);
        ref OrderFacts facts = ref orders[slot].Facts;
        facts.Priority = 0;
        if (facts.HasEnded || facts.Rest.Value == 0) return;
        Named(slot);
    }

    private int FirstThatFits(ushort market, in BookChanged change)
    {
        foreach (int slot in _mayRest)
        {
            if (Fits(slot, market, in change)) return slot;
        }
        return 0;
    }

    private bool Fits(int slot, ushort market, in BookChanged change)
    {
        ref OrderFacts facts = ref orders[slot].Facts;
        return facts.Priority == 0 && facts.Price == change.Price && facts.Side == change.Side && facts.Market == market && !facts.HasEnded && (facts.Rest.Value > 0 || facts.Qty.Value == 0);
    }

    private LongIndex IndexOf(ushort market) => _byPriority[market] ??= new LongIndex();
}
