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
    private readonly Dictionary<int, Ticks> _settlements = [];
    private readonly Dictionary<int, PriceFacts> _prices = [];
    private readonly List<string> _problems = [];
    // What changed hands last, by a trade or outside the book, and for how many lots.
    private Int128 _money;
    private long _lots;

    public IReadOnlyList<string> Problems => _problems;
    public IEnumerable<OrderFacts> Orders => _orders.Values;

    public OrderFacts? Order(OrderId id) => _orders.GetValueOrDefault(id.Value);
    public PositionFacts Position(int account, int market) => Get(_positions, (account, market));
    public BookFacts Book(int market) => Get(_books, market);
    public (long Balance, long Counted) Balance(int account, int asset) => _balances.GetValueOrDefault((account, asset));
    public PriceFacts Prices(int market) => Get(_prices, market);
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
                Moves(trade.Qty, (Int128)trade.Qty.Value * trade.Price.Value * TickLotValue(e.Header.Market));
                if (Order(trade.TakerOrder) is { } taker) taker.Fill(trade.Qty, trade.TakerRest);
                if (Order(trade.MakerOrder) is { } maker) maker.Fill(trade.Qty, trade.MakerRest);
                break;
            case BackstopTaken taken:
                Moves(taken.Qty, (Int128)taken.Qty.Value * taken.Price.Value * TickLotValue(e.Header.Market));
                break;
            case AdlApplied applied:
                Moves(applied.Qty, applied.Notional.Value);
                break;
            case InsuranceDrawn drawn:
                Cover(e, drawn.Cash, drawn.IsolatedMargin);
                break;
            case BadDebtBooked booked:
                Cover(e, booked.Cash, booked.IsolatedMargin);
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
            case FundingPaid or PricesChanged or MarkUpdated or IndexUpdated or PriceStateChanged:
                ApplyPrice(e);
                break;
            case SettlementStarted started:
                _settlements[e.Header.Market] = started.Price;
                break;
            case InterestPaid paid:
                _balances[(e.Header.Account, 1)] = (paid.Cash.Value, 0);
                break;
            case LendLoss loss:
                _balances[(e.Header.Account, 1)] = (loss.Cash.Value, 0);
                break;
            case BookChanged changed:
                if (Book(e.Header.Market).Apply(in changed) is { } problem) Problem(problem);
                break;
        }
    }

    private void ApplyPrice(RecordedEvent e)
    {
        PriceFacts prices = Prices(e.Header.Market);
        switch (e.Body)
        {
            case FundingPaid paid:
                ApplyFunding(e, in paid);
                break;
            case PricesChanged changed:
                (prices.Index, prices.Mark, prices.State) = (changed.Index, changed.Mark, changed.State);
                break;
            case MarkUpdated marked:
                (prices.Index, prices.Mark, prices.PremiumPpb) = (marked.Index, marked.Mark, marked.PremiumPpb);
                break;
            case IndexUpdated updated when e.Header.Market != 0:
                prices.Index = new Subticks(updated.Index);
                break;
            case PriceStateChanged changed when e.Header.Market != 0:
                prices.State = changed.State;
                break;
        }
    }

    private void ApplyFunding(RecordedEvent e, in FundingPaid paid)
    {
        PositionFacts position = Position(e.Header.Account, e.Header.Market);
        if (paid.Size != position.Size) Problem($"account {e.Header.Account} pays funding for {paid.Size.Value} lots and has {position.Size.Value}");
        Int128 before = (Int128)Balance(e.Header.Account, 1).Balance + position.IsolatedMargin.Value;
        Int128 after = (Int128)paid.Cash.Value + paid.IsolatedMargin.Value;
        if (before - after != paid.Amount.Value) Problem($"cash + pot of account {e.Header.Account} moved by {after - before} u, the funding is {paid.Amount.Value} u");
        position.IsolatedMargin = paid.IsolatedMargin;
        position.Funding += paid.Amount;
        _balances[(e.Header.Account, 1)] = (paid.Cash.Value, 0);
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
        long lots = changed.Size.Value - position.Size.Value;
        // A position that its market's settlement closes has no trade of its own.
        if (changed.Reason == FillReason.Settlement)
            Moves(new(Math.Abs(lots)), (Int128)Math.Abs(lots) * _settlements[e.Header.Market].Value * TickLotValue(e.Header.Market));
        Int128 paid = lots < 0 ? -_money : _money;
        if (Math.Abs(lots) != _lots) Problem($"the position of account {e.Header.Account} moved by {lots} lots, the fill was of {_lots}");
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

    private void Moves(Lots lots, Int128 money) => (_lots, _money) = (lots.Value, money);

    private void Cover(RecordedEvent e, Micros cash, Micros pot)
    {
        _balances[(e.Header.Account, 1)] = (cash.Value, 0);
        if (e.Header.Market != 0) Position(e.Header.Account, e.Header.Market).IsolatedMargin = pot;
    }

    private void Problem(string text) => _problems.Add(text);

    private static TValue Get<TKey, TValue>(Dictionary<TKey, TValue> map, TKey key) where TKey : notnull where TValue : new()
    {
        if (!map.TryGetValue(key, out TValue? value)) map[key] = value = new TValue();
        return value;
    }
}
