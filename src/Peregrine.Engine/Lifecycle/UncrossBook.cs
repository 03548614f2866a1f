using Peregrine.Core;
using Peregrine.Engine.Matching;
using Peregrine.Engine.Orders;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Lifecycle;

/// <summary>The crossed part of a book, as an uncross sees it: every order with all it may trade, hidden lots included.</summary>
internal sealed class UncrossBook(EngineState state)
{
    private readonly (Ticks Price, long Lots)[] _bids = new (Ticks, long)[state.Capacities.OrdersMax];

    /// <summary>The price at which the book uncrosses; only prices with orders are asked.</summary>
    public UncrossPrice Find(Market market)
    {
        if (!market.IsCrossed) return default;
        int bids = 0;
        long demand = 0;
        Ticks lowest = market.Book.BestPrice(Side.Sell);
        Ticks highest = market.Book.BestPrice(Side.Buy);
        foreach (LevelView level in market.Book.Levels(Side.Buy))
        {
            if (level.Price < lowest) break;
            long lots = LotsOf(market, level.Head);
            _bids[bids++] = (level.Price, lots);
            demand += lots;
        }
        UncrossChoice choice = new(market.Index);
        long supply = 0;
        LevelView ask = market.Book.BestLevel(Side.Sell);
        while (bids > 0 || (ask.Exists && ask.Price <= highest))
        {
            bool asked = ask.Exists && ask.Price <= highest && (bids == 0 || ask.Price <= _bids[bids - 1].Price);
            Ticks price = asked ? ask.Price : _bids[bids - 1].Price;
            if (asked) supply += LotsOf(market, ask.Head);
            choice.Show(price, demand, supply);
            if (asked) ask = market.Book.NextWorse(Side.Sell, price);
            if (bids > 0 && _bids[bids - 1].Price == price) demand -= _bids[--bids].Lots;
        }
        return choice.Best;
    }

    /// <summary>What an order may trade here at most.</summary>
    /// <remarks>
    /// Of an OCO pair the one that comes first takes its fills from the other. The other only trades when the first has filled whole, so counting what is
    /// left of it then is exact.
    /// </remarks>
    public Lots LotsOf(int slot)
    {
        ref Order order = ref state.Orders[slot];
        if ((order.Flags & RestingFlags.Linked) == 0) return order.Rest;
        ref OrderExtra extra = ref state.Extras[state.Details[slot].Extra];
        ref OrderGroup group = ref state.Groups[extra.Group];
        if (group.Kind != GroupKind.Oco) return order.Rest;
        IndexCode code = state.FindOrder(group.Member(1 - extra.GroupIndex));
        if (!code.Exists || code.Kind != IndexKind.Order) return order.Rest;
        ref Order other = ref state.Orders[code.Slot];
        return Precedes(in other, in order) ? new(Math.Max(0, (order.Rest - other.Rest).Value)) : order.Rest;
    }

    /// <summary>The order after this one in price and time, or 0.</summary>
    public int Next(Market market, int slot)
    {
        int next = market.Book.NextInQueue(slot);
        if (next != 0) return next;
        ref Order order = ref state.Orders[slot];
        return market.Book.NextWorse(order.Side, order.Price).Head;
    }

    private long LotsOf(Market market, int head)
    {
        long lots = 0;
        for (int slot = head; slot != 0; slot = market.Book.NextInQueue(slot)) lots += LotsOf(slot).Value;
        return lots;
    }

    private static bool Precedes(in Order a, in Order b)
    {
        if (a.Price != b.Price) return a.Side == Side.Buy ? a.Price > b.Price : a.Price < b.Price;
        return a.PrioritySeq < b.PrioritySeq;
    }
}
