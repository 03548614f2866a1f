using Peregrine.Core;
using Peregrine.Scenarios.Language;
using Peregrine.Scenarios.Values;

namespace Peregrine.Scenarios.Facts;

/// <summary>Evaluates <c>check</c> and <c>book</c> against the folded events; returns what differs.</summary>
public sealed class FactChecker(Ledger ledger, Scope scope)
{
    private static readonly string[] AccountFacts =
    [
        "cash", "balance", "counted", "size", "cost", "average", "isolated", "mode", "leverage", "realised", "fees", "funding", "orders",
    ];

    private static readonly string[] MarketFacts = ["oi", "mark", "index", "premium", "prices"];

    private static readonly string[] OrderFactNames = ["state", "qty", "rest", "filled", "price"];

    /// <summary><c>alice [MARKET] fact value …</c>, <c>a1 fact value …</c> or <c>MARKET oi value</c>.</summary>
    public IEnumerable<string> Check(IReadOnlyList<Token> words)
    {
        WordCursor cursor = new(words);
        Token subject = cursor.Take();
        if (scope.Names.IsMarket(subject.Text)) return CheckMarket(subject, cursor);
        if (scope.Names.IsAccount(subject.Text)) return CheckAccount(scope.Names.Account(subject), cursor);
        return CheckOrder(subject, scope.Names.Order(subject), cursor);
    }

    /// <summary><c>MARKET bids 1@60000 … asks none</c>; a side that is not named is not compared.</summary>
    public IEnumerable<string> Book(IReadOnlyList<Token> words)
    {
        List<string> differences = [];
        WordCursor cursor = new(words);
        MarketScale market = scope.Market ?? throw new LanguageException(cursor.Here, "in which market? Write its name first");
        if (scope.Names.IsMarket(cursor.Here.Text)) market = scope.Names.MarketById(scope.Names.Market(cursor.Take()))!;
        Scope local = scope with { Market = market };
        while (!cursor.AtEnd)
        {
            Token word = cursor.Take();
            Side side = word.Is("bids") ? Side.Buy : word.Is("asks") ? Side.Sell : throw new LanguageException(word, $"'{word}': write bids or asks here");
            List<string> expected = [];
            while (cursor.Peek() is { } next && !next.Is("bids") && !next.Is("asks"))
            {
                cursor.Take();
                if (!next.Is("none")) expected.Add(Level(next, local));
            }
            string actual = string.Join(' ', ledger.Book(market.Id).Levels(side).Select(l => $"{Numbers.Show(l.Qty, market.Lot)}@{Numbers.Show(l.Price, market.Tick)}"));
            if (!string.Equals(actual, string.Join(' ', expected), StringComparison.Ordinal))
            {
                differences.Add($"{word} of {market.Name} are {(actual.Length == 0 ? "none" : actual)}, not {(expected.Count == 0 ? "none" : string.Join(' ', expected))}");
            }
        }
        return differences;
    }

    private static string Level(Token word, Scope scope)
    {
        int at = word.Text.IndexOf('@', StringComparison.Ordinal);
        if (at <= 0) throw new LanguageException(word, $"'{word}' is not a level: write quantity@price");
        long qty = ValueReader.Quantity(word with { Text = word.Text[..at] }, scope);
        long price = ValueReader.Price(word with { Text = word.Text[(at + 1)..], Column = word.Column + at + 1 }, scope);
        return $"{Numbers.Show(qty, scope.Market!.Lot)}@{Numbers.Show(price, scope.Market.Tick)}";
    }

    private List<string> CheckMarket(Token subject, WordCursor cursor)
    {
        MarketScale market = scope.Names.MarketById(scope.Names.Market(subject))!;
        List<string> differences = [];
        while (!cursor.AtEnd)
        {
            Token fact = cursor.Take();
            CheckMarket(differences, market, fact, cursor.Take());
        }
        return differences;
    }

    private void CheckMarket(List<string> differences, MarketScale market, Token fact, Token expected)
    {
        PriceFacts prices = ledger.Prices(market.Id);
        Scope local = scope with { Market = market };
        switch (fact.Text)
        {
            case "oi": Compare(differences, fact, expected, ledger.OpenInterest(market.Id), w => ValueReader.Quantity(w, local), v => Numbers.Show(v, market.Lot)); break;
            case "mark": Compare(differences, fact, expected, prices.Mark.Value, w => ValueReader.FinePrice(w, local), v => Numbers.Show(v, market.Tick / 1000)); break;
            case "index": Compare(differences, fact, expected, prices.Index.Value, w => ValueReader.FinePrice(w, local), v => Numbers.Show(v, market.Tick / 1000)); break;
            case "premium": Compare(differences, fact, expected, prices.PremiumPpb, Numbers.Rate, Numbers.ShowRate); break;
            case "prices": Compare(differences, fact, expected, (long)prices.State, w => Convert.ToInt64(EnumWords.Read(typeof(PriceState), w), null), v => EnumWords.Show((PriceState)v)); break;
            default: throw Unknown(fact, MarketFacts);
        }
    }

    private List<string> CheckAccount(int account, WordCursor cursor)
    {
        List<string> differences = [];
        MarketScale? market = scope.Market;
        while (!cursor.AtEnd)
        {
            Token fact = cursor.Take();
            if (scope.Names.IsMarket(fact.Text))
            {
                market = scope.Names.MarketById(scope.Names.Market(fact));
                continue;
            }
            switch (fact.Text)
            {
                case "cash":
                    Money(differences, fact, cursor.Take(), ledger.Balance(account, 1).Balance);
                    break;
                case "balance" or "counted":
                    CheckBalance(differences, fact, account, cursor);
                    break;
                default:
                    if (!AccountFacts.Contains(fact.Text, StringComparer.Ordinal)) throw Unknown(fact, AccountFacts);
                    CheckPosition(differences, fact, account, market ?? throw new LanguageException(fact, "in which market? Write its name first"), cursor.Take());
                    break;
            }
        }
        return differences;
    }

    private void CheckBalance(List<string> differences, Token fact, int account, WordCursor cursor)
    {
        AssetScale asset = scope.Names.AssetById(scope.Names.Asset(cursor.Take()))!;
        var (balance, counted) = ledger.Balance(account, asset.Id);
        decimal unit = 1;
        for (int i = 0; i < asset.Decimals; i++) unit /= 10;
        Compare(differences, fact, cursor.Take(), fact.Is("balance") ? balance : counted, w => Numbers.Scaled(w, unit, "u"), v => Numbers.Show(v, unit));
    }

    private void CheckPosition(List<string> differences, Token fact, int account, MarketScale market, Token expected)
    {
        PositionFacts p = ledger.Position(account, market.Id);
        Scope local = scope with { Market = market };
        switch (fact.Text)
        {
            case "size": Compare(differences, fact, expected, p.Size.Value, w => ValueReader.Quantity(w, local), v => Numbers.Show(v, market.Lot)); break;
            case "cost": Money(differences, fact, expected, p.Cost.Value); break;
            case "isolated": Money(differences, fact, expected, p.IsolatedMargin.Value); break;
            case "realised": Money(differences, fact, expected, p.Realised.Value); break;
            case "fees": Money(differences, fact, expected, p.Fees.Value); break;
            case "funding": Money(differences, fact, expected, p.Funding.Value); break;
            case "average": Compare(differences, fact, expected, Average(p, market), w => ValueReader.FinePrice(w, local), v => Numbers.Show(v, market.Tick / 1000)); break;
            case "leverage": Compare(differences, fact, expected, p.Leverage, Numbers.Integer, v => v.ToString()); break;
            case "orders": Compare(differences, fact, expected, ledger.Orders.Count(o => o.IsAlive && o.Account == account && o.Market == market.Id), Numbers.Integer, v => v.ToString()); break;
            default: Compare(differences, fact, expected, (long)p.Mode, w => Convert.ToInt64(EnumWords.Read(typeof(MarginMode), w), null), v => EnumWords.Show((MarginMode)v)); break;
        }
    }

    private List<string> CheckOrder(Token subject, OrderId id, WordCursor cursor)
    {
        if (ledger.Order(id) is not { } order) return [$"order {subject} was never accepted"];
        List<string> differences = [];
        MarketScale market = scope.Names.MarketById(order.Market)!;
        Scope local = scope with { Market = market };
        while (!cursor.AtEnd)
        {
            Token fact = cursor.Take();
            Token expected = cursor.Take();
            if (fact.Is("state"))
            {
                OrderState state = (OrderState)EnumWords.Read(typeof(OrderState), expected);
                if (order.State != state) differences.Add($"{subject} is {EnumWords.Show(order.State)}, not {expected}");
                continue;
            }
            if (fact.Is("price"))
            {
                Compare(differences, fact, expected, order.Price.Value, w => ValueReader.Price(w, local), v => Numbers.Show(v, market.Tick));
                continue;
            }
            Lots lots = fact.Text switch
            {
                "qty" => order.Qty,
                "rest" => order.IsAlive ? order.Rest : default,
                "filled" => order.Filled,
                _ => throw Unknown(fact, OrderFactNames),
            };
            Compare(differences, fact, expected, lots.Value, w => ValueReader.Quantity(w, local), v => Numbers.Show(v, market.Lot));
        }
        return differences;
    }

    /// <summary>trunc(cost·SUB / (size·tv)), as positions are shown.</summary>
    private long Average(PositionFacts p, MarketScale market) =>
        p.Size.Value == 0 ? 0 : Rounding.Trunc((Int128)p.Cost.Value * 1000, (Int128)p.Size.Value * Math.Max(1, ledger.TickLotValue(market.Id)));

    private static void Money(List<string> differences, Token fact, Token expected, long actual) =>
        Compare(differences, fact, expected, actual, ValueReader.Money, v => Numbers.Show(v, 0.000001m));

    private static void Compare(List<string> differences, Token fact, Token expected, long actual, Func<Token, long> read, Func<long, string> show)
    {
        if (actual != read(expected)) differences.Add($"{fact} is {show(actual)}, not {expected}");
    }

    private static LanguageException Unknown(Token fact, string[] known) =>
        new(fact, $"'{fact}' is no fact{Spelling.Nearest(fact.Text, known)} (known: {string.Join(' ', known)})");
}
