using Peregrine.Client.Markets;
using Peregrine.Core;

namespace Peregrine.Bench.Load;

/// <summary>What a user asks for next: mostly a limit near the price, else one that takes, else a cancel of what was placed before.</summary>
internal sealed class Mix(int seed, MarketTerms? market, Centre? centre, int restingMax, bool placesOnly = false)
{
    /// <summary>For lanes that ask for nothing.</summary>
    public static readonly Mix None = new(0, null, null, 0);

    private readonly Random _random = new(seed);
    // Orders that rest, or did, the oldest first.
    private readonly Queue<OrderId> _resting = new();

    public Wish Next()
    {
        if (market is null || centre is null) return default;
        if (_resting.Count > 0 && (_resting.Count >= restingMax || _random.Next(3) == 0)) return new Wish(_resting.Dequeue(), default, default, default, default);
        Side side = _random.Next(2) == 0 ? Side.Buy : Side.Sell;
        bool takes = _random.Next(10) == 0;
        long away = takes ? -20 : _random.Next(1, 200);
        return new Wish(default, side, new Ticks(centre.Price.Value - side.Sign() * away), SizeIn(market), takes || placesOnly ? TimeInForce.Ioc : TimeInForce.Gtc);
    }

    public void Placed(in Wish wish, OrderId order)
    {
        if (!wish.IsCancel && wish.Tif == TimeInForce.Gtc && !order.IsNone) _resting.Enqueue(order);
    }

    /// <summary>About ten dollars: nobody runs out of margin.</summary>
    public static Lots SizeIn(MarketTerms market) => new(Math.Max(market.MinQty.Value, market.LotsFor(new Micros(10_000_000), new Ticks(market.MaxPrice.Value / 20)).Value));
}

/// <summary>One request: a cancel of an order, or a limit order.</summary>
internal readonly record struct Wish(OrderId Cancels, Side Side, Ticks Price, Lots Qty, TimeInForce Tif)
{
    public bool IsCancel => !Cancels.IsNone;
}

/// <summary>What became of a request.</summary>
internal enum Outcome : byte
{
    Done = 0,
    Refused = 1,
    Busy = 2,
    /// <summary>In doubt, lost, or an answer that makes no sense.</summary>
    Wrong = 3,
}
