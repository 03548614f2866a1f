using Peregrine.Core;
using Peregrine.Gateway.Fapi.Markets;
using Peregrine.Gateway.Fapi.Orders;
using Peregrine.MarketData.Accounts;

namespace Peregrine.Gateway.Fapi.Streams;

/// <summary>What a stream of user events has to remember between steps: positions and cash as they were told, and what each open order's fills come to.</summary>
internal sealed class UserState
{
    private const int PositionsMax = 256, FillsMax = 512, FinishedMax = 512, Tries = 100;
    private readonly Dictionary<ushort, PositionFacts> _positions = [];
    private readonly Dictionary<OrderId, Executed> _executed = [];
    private long _loadedSeq;

    /// <summary>As the last command left them.</summary>
    public OpenOrders Open { get; } = new();

    /// <summary>Settle money outside pots.</summary>
    public Micros Cash { get; private set; }

    public Micros Wallet => new(Cash.Value + _positions.Values.Sum(static p => p.Mode == MarginMode.Isolated ? p.IsolatedMargin.Value : 0));

    public IEnumerable<PositionFacts> Positions => _positions.Values;

    public PositionFacts PositionOf(ushort market) => _positions.GetValueOrDefault(market);

    /// <summary>Takes the account as it stands, of one moment; of fills only those up to where the stream goes on.</summary>
    /// <returns>The command whose state it is.</returns>
    public long Load(AccountViews views, int account, FapiSymbols symbols, long untilSeq)
    {
        for (int i = 0; ; i++)
        {
            views.TryRead(account, out AccountFacts before);
            _positions.Clear();
            _executed.Clear();
            Open.Clear();
            var positions = new PositionFacts[PositionsMax];
            foreach (PositionFacts position in positions.AsSpan(0, views.ReadPositions(account, positions))) _positions[position.Market] = position;
            var orders = new OrderFacts[before.OrderCount + 16];
            HashSet<OrderId> traded = [];
            foreach (OrderFacts order in orders.AsSpan(0, views.ReadOrders(account, orders)))
            {
                Open.Take(in order, symbols);
                if (order.Filled.Value > 0) traded.Add(order.Order);
            }
            if (untilSeq < before.LastSeq) AddFinished(views, account, traded);
            AddFills(views, account, symbols, untilSeq, traded);
            Cash = before.Cash;
            views.TryRead(account, out AccountFacts after);
            if (after.LastSeq == before.LastSeq || i == Tries) return _loadedSeq = before.LastSeq;
        }
    }

    /// <summary>False while positions are as a command behind this one left them: then a change cannot be told from what it says again.</summary>
    public bool IsBefore(long seq) => seq > _loadedSeq;

    public void Take(UserStep step, FapiSymbols symbols)
    {
        foreach ((_, OrderFacts order) in step.Orders) Open.Take(in order, symbols);
        foreach (PositionFacts position in step.Positions) _positions[position.Market] = position;
        foreach (BalanceFacts balance in step.Balances)
        {
            if (balance.Asset == 1) Cash = new Micros(balance.Balance);
        }
    }

    public Executed ExecutedOf(OrderId order) => _executed.GetValueOrDefault(order);

    public Executed Fill(in FillFacts fill, FapiMarket market) => _executed[fill.Order] = ExecutedOf(fill.Order).With(in fill, market);

    public void Forget(OrderId order) => _executed.Remove(order);

    // An order that has ended since the stream broke off ends again in it.
    private static void AddFinished(AccountViews views, int account, HashSet<OrderId> traded)
    {
        var finished = new OrderFacts[FinishedMax];
        foreach (ref readonly OrderFacts order in finished.AsSpan(0, views.ReadFinished(account, finished)))
        {
            if (order.Filled.Value > 0) traded.Add(order.Order);
        }
    }

    private void AddFills(AccountViews views, int account, FapiSymbols symbols, long untilSeq, HashSet<OrderId> traded)
    {
        var fills = new FillFacts[FillsMax];
        foreach (ref readonly FillFacts fill in fills.AsSpan(0, views.ReadFills(account, fills)))
        {
            if (fill.Seq <= untilSeq && traded.Contains(fill.Order) && symbols.Find(fill.Market) is { } market) Fill(in fill, market);
        }
    }
}
