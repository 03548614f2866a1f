using Peregrine.Core;
using Peregrine.Scenarios.Events;

namespace Peregrine.Scenarios.Facts;

/// <summary>Folds events into what a follower of the feed would know. It never looks into the engine.</summary>
/// <remarks>It also notices events that contradict each other; such a problem fails a scenario whatever it expects.</remarks>
public sealed class Ledger
{
    private readonly Dictionary<long, OrderFacts> _orders = [];
    private readonly Dictionary<(int Account, int Market), PositionFacts> _positions = [];
    private readonly Dictionary<(int Account, int Asset), (long Balance, long Counted)> _balances = [];
    private readonly Dictionary<int, BookFacts> _books = [];
    private readonly Dictionary<int, long> _tickLotValues = [];
    private readonly HashSet<int> _collecting = [];
    private readonly List<string> _problems = [];
    private Trade _lastTrade;

    public IReadOnlyList<string> Problems => _problems;
    public IEnumerable<OrderFacts> Orders => _orders.Values;

    public OrderFacts? Order(OrderId id) => _orders.GetValueOrDefault(id.Value);
    public PositionFacts Position(int account, int market) => Get(_positions, (account, market));
    public BookFacts Book(int market) => Get(_books, market);
    public (long Balance, long Counted) Balance(int account, int asset) => _balances.GetValueOrDefault((account, asset));
    public long TickLotValue(int market) => _tickLotValues.GetValueOrDefault(market);
    public long OpenInterest(int market) => _positions.Where(p => p.Key.Market == market).Sum(p => Math.Max(0, p.Value.Size.Value));

    public void Apply(IReadOnlyList<RecordedEvent> events)
    {
        foreach (RecordedEvent e in events) Apply(e);
        foreach ((int market, BookFacts book) in _books)
        {
            if (book.IsCrossed && !_collecting.Contains(market)) Problem($"the book of market {market} is crossed");
        }
        foreach (var market in _positions.GroupBy(p => p.Key.Market))
        {
            long sum = market.Sum(p => p.Value.Size.Value);
            if (sum != 0) Problem($"the positions of market {market.Key} sum to {sum} lots");
        }
    }

    public IReadOnlyList<string> TakeProblems()
    {
        string[] problems = [.. _problems];
        _problems.Clear();
        return problems;
    }

    private void Apply(RecordedEvent e)
    {
        switch (e.Body)
        {
            case MarketListed listed:
                _tickLotValues[e.Header.Market] = listed.TickLotValue;
                break;
            case MarketStateChanged changed:
                // Before an uncross orders only gather: such a book may cross.
                if (changed.State is MarketState.PreOpen or MarketState.Auction) _collecting.Add(e.Header.Market);
                else _collecting.Remove(e.Header.Market);
                break;
            case OrderAccepted or OrderTriggered or OrderAmended or OrderTrimmed or OrderCancelled or ExitActivated:
                ApplyOrder(e);
                break;
            case Trade trade:
                _lastTrade = trade;
                if (Order(trade.TakerOrder) is { } taker) taker.Fill(trade.Qty, trade.TakerRest);
                if (Order(trade.MakerOrder) is { } maker) maker.Fill(trade.Qty, trade.MakerRest);
                break;
            case PositionChanged changed:
                ApplyPosition(e, changed);
                break;
            case BalanceChanged changed:
                _balances[(e.Header.Account, changed.Asset)] = (changed.Balance, changed.Counted);
                break;
            case MarginMoved moved:
                Position(e.Header.Account, e.Header.Market).IsolatedMargin = moved.IsolatedMargin;
                _balances[(e.Header.Account, 1)] = (moved.Cash.Value, 0);
                break;
            case LeverageChanged changed:
                Position(e.Header.Account, e.Header.Market).Leverage = changed.Leverage;
                Position(e.Header.Account, e.Header.Market).Mode = changed.Mode;
                break;
            case SettlementStarted started:
                // What is closed from here on has no trade of its own.
                _lastTrade.Price = started.Price;
                break;
            case InterestPaid paid:
                _balances[(e.Header.Account, 1)] = (paid.Cash.Value, 0);
                break;
            case BookChanged changed:
                if (Book(e.Header.Market).Apply(in changed) is { } problem) Problem(problem);
                break;
        }
    }

    private void ApplyOrder(RecordedEvent e)
    {
        switch (e.Body)
        {
            case OrderAccepted accepted:
                _orders[accepted.Order.Value] = new OrderFacts
                {
                    Id = accepted.Order,
                    Account = e.Header.Account,
                    Market = e.Header.Market,
                    Side = accepted.Side,
                    Tif = accepted.Tif,
                    Price = accepted.Price,
                    Qty = accepted.Qty,
                    Rest = accepted.Qty,
                    State = accepted.State == OrderState.New ? OrderState.Live : accepted.State,
                };
                break;
            case OrderTriggered triggered when Order(triggered.Order) is { } order:
                order.State = OrderState.Live;
                break;
            case OrderAmended amended when Order(amended.Order) is { } order:
                order.Price = amended.Price;
                order.Qty = amended.Qty;
                order.Rest = amended.Qty - order.Filled;
                break;
            case OrderTrimmed trimmed when Order(trimmed.Order) is { } order:
                order.Rest = trimmed.Rest;
                break;
            case ExitActivated activated when Order(activated.Order) is { State: OrderState.Inactive } order:
                order.State = OrderState.Live;
                break;
            case OrderCancelled cancelled when Order(cancelled.Order) is { } order:
                order.State = cancelled.State;
                break;
        }
    }

    private void ApplyPosition(RecordedEvent e, in PositionChanged changed)
    {
        PositionFacts position = Position(e.Header.Account, e.Header.Market);
        long cash = Balance(e.Header.Account, 1).Balance;
        // Every fill changes cash + pot − cost by exactly −(signed quantity × price) and the fees, however it was rounded.
        Int128 before = (Int128)cash + position.IsolatedMargin.Value - position.Cost.Value;
        Int128 after = (Int128)changed.Cash.Value + changed.IsolatedMargin.Value - changed.Cost.Value;
        Int128 paid = (Int128)(changed.Size.Value - position.Size.Value) * _lastTrade.Price.Value * TickLotValue(e.Header.Market);
        if (after - before != -paid - changed.Fees.Value)
        {
            Problem($"cash + pot − cost of account {e.Header.Account} moved by {after - before} u, the fill and its fees make {-paid - changed.Fees.Value} u");
        }
        position.Size = changed.Size;
        position.Cost = changed.Cost;
        position.IsolatedMargin = changed.IsolatedMargin;
        position.Realised += changed.Realised;
        position.Fees += changed.Fees;
        position.Mode = changed.Mode;
        position.Leverage = changed.Leverage;
        _balances[(e.Header.Account, 1)] = (changed.Cash.Value, 0);
    }

    private void Problem(string text) => _problems.Add(text);

    private static TValue Get<TKey, TValue>(Dictionary<TKey, TValue> map, TKey key) where TKey : notnull where TValue : new()
    {
        if (!map.TryGetValue(key, out TValue? value)) map[key] = value = new TValue();
        return value;
    }
}
