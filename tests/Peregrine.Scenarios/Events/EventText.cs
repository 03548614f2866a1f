using System.Text;
using Peregrine.Core;
using Peregrine.Scenarios.Language;
using Peregrine.Scenarios.Values;

namespace Peregrine.Scenarios.Events;

/// <summary>The readable side of an event: its fields by name, a few that have a second name, and the whole as one line.</summary>
public static class EventText
{
    /// <summary>A field of the header, compared by name.</summary>
    public sealed record HeaderField(Func<RecordedEvent, Token, Scope, string?> Differs);

    private static readonly HeaderField AccountField = new((e, word, scope) =>
        e.Header.Account == scope.Names.Account(word) ? null : scope.Names.NameOfAccount(e.Header.Account));

    private static readonly HeaderField MarketField = new((e, word, scope) =>
        e.Header.Market == scope.Names.Market(word) ? null : scope.Names.NameOfMarket(e.Header.Market));

    private static readonly Field TradeTaker = Named(EventKind.Trade, "taker-order");
    private static readonly Field TradeMaker = Named(EventKind.Trade, "maker-order");
    private static readonly Dictionary<(EventKind, string), string> SecondNames = new()
    {
        [(EventKind.Trade, "fee")] = "taker-fee",
        [(EventKind.Trade, "side")] = "taker-side",
        [(EventKind.Trade, "referral")] = "referral-share",
        [(EventKind.PositionChanged, "isolated")] = "isolated-margin",
        [(EventKind.MarginMoved, "isolated")] = "isolated-margin",
        [(EventKind.BookChanged, "total")] = "level-total",
        [(EventKind.BookChanged, "count")] = "level-count",
        [(EventKind.TriggerArmed, "trigger-at")] = "trigger-price",
    };

    private static readonly Dictionary<(EventKind, string), Func<RecordedEvent, Token, Scope, string?>> Specials = new()
    {
        [(EventKind.Trade, "taker")] = (e, word, scope) => Party(e, word, scope, TradeTaker, e.Header.Account),
        [(EventKind.Trade, "maker")] = (e, word, scope) => Party(e, word, scope, TradeMaker, e.As<Trade>().MakerAccount),
        [(EventKind.CommandDone, "needed")] = (e, word, _) => Money(e.As<CommandDone>().Detail1, word),
        [(EventKind.CommandDone, "available")] = (e, word, _) => Money(e.As<CommandDone>().Detail2, word),
        [(EventKind.CommandDone, "order")] = (e, word, scope) =>
            e.As<CommandDone>().Detail1 == scope.Names.Order(word).Value ? null : scope.Names.NameOfOrder(new OrderId(e.As<CommandDone>().Detail1)),
        [(EventKind.CommandDone, "filled")] = (e, word, scope) =>
            e.As<CommandDone>().Detail2 == ValueReader.Quantity(word, scope) ? null : ShowLots(e.As<CommandDone>().Detail2, scope),
    };

    public static HeaderField? HeaderOf(string target) => target switch
    {
        EventWord.Account or "account" => AccountField,
        EventWord.Market or "market" => MarketField,
        _ => null,
    };

    public static Func<RecordedEvent, Token, Scope, string?>? SpecialOf(EventKind kind, string name) => Specials.GetValueOrDefault((kind, name));

    public static IEnumerable<string> Extra(EventKind kind) =>
        Specials.Keys.Concat(SecondNames.Keys).Where(k => k.Item1 == kind).Select(k => k.Item2).Append("account").Append("market");

    /// <summary>The field of that name; for the special ones any field, since only their existence is asked.</summary>
    public static Field? FieldOf(EventKind kind, string name)
    {
        if (Specials.ContainsKey((kind, name))) return EventCatalog.FieldsOf(kind)[0];
        string real = SecondNames.GetValueOrDefault((kind, name), name);
        return EventCatalog.FieldsOf(kind).FirstOrDefault(f => string.Equals(f.Name, real, StringComparison.Ordinal));
    }

    /// <summary>Numbers of an event are in the units of its own market and asset.</summary>
    public static Scope ScopeOf(RecordedEvent e, Scope scope)
    {
        Names names = scope.Names;
        MarketScale? market = names.MarketById(e.Header.Market) ?? names.OnlyMarket;
        int asset = FieldOf(e.Header.Kind, "asset") is { } field ? Convert.ToInt32(field.Get(e.Body!), null) : 1;
        return scope with { Market = market, Asset = names.AssetById(asset) };
    }

    public static string Describe(RecordedEvent e, Scope scope)
    {
        if (e.Body is null) return $"event of kind {(byte)e.Header.Kind}";
        if (e.Body is CommandDone done) return Describe(done);
        Scope local = ScopeOf(e, scope);
        StringBuilder text = new(EventWord.For(e.Header.Kind)?.Word ?? Spelling.Kebab(e.Header.Kind.ToString()));
        if (e.Header.Account != 0) text.Append(" account ").Append(scope.Names.NameOfAccount(e.Header.Account));
        if (e.Header.Market != 0 && scope.Names.OnlyMarket is null) text.Append(" market ").Append(scope.Names.NameOfMarket(e.Header.Market));
        foreach (Field field in EventCatalog.FieldsOf(e.Header.Kind))
        {
            object value = field.Get(e.Body);
            if (!value.Equals(Activator.CreateInstance(field.Type))) text.Append(' ').Append(field.Name).Append(' ').Append(ValueWriter.Write(field, value, local));
        }
        return text.ToString();
    }

    private static string Describe(CommandDone done)
    {
        StringBuilder text = new(done.Code != RejectCode.None ? $"reject {EnumWords.Show(done.Code)}" : done.Duplicate != 0 ? "duplicate" : "ok");
        if (done.State != OrderState.None) text.Append(" state ").Append(EnumWords.Show(done.State));
        if (done.Code == RejectCode.InsufficientMargin)
        {
            return text.Append($" needed {Numbers.Show(done.Detail1, 0.000001m)} available {Numbers.Show(done.Detail2, 0.000001m)}").ToString();
        }
        if (done.Detail1 != 0) text.Append(" detail1 ").Append(done.Detail1);
        if (done.Detail2 != 0) text.Append(" detail2 ").Append(done.Detail2);
        return text.ToString();
    }

    private static Field Named(EventKind kind, string name) => EventCatalog.FieldsOf(kind).First(f => string.Equals(f.Name, name, StringComparison.Ordinal));

    private static string? Party(RecordedEvent e, Token word, Scope scope, Field order, int account)
    {
        if (!scope.Names.IsOrder(word.Text)) return account == scope.Names.Account(word) ? null : scope.Names.NameOfAccount(account);
        OrderId actual = (OrderId)order.Get(e.Body!);
        return actual == scope.Names.Order(word) ? null : scope.Names.NameOfOrder(actual);
    }

    private static string? Money(long actual, Token word) => actual == ValueReader.Money(word) ? null : Numbers.Show(actual, 0.000001m);

    private static string ShowLots(long lots, Scope scope) => scope.Market is { } market ? Numbers.Show(lots, market.Lot) : $"{lots}l";
}
