using System.Text;
using Peregrine.Core;
using Peregrine.Scenarios.Language;

namespace Peregrine.Scenarios.Values;

/// <summary>Turns a written word into the value of a field.</summary>
public static class ValueReader
{
    public static object Read(Field field, Token word, Scope scope)
    {
        if (word.Text.StartsWith("raw:", StringComparison.Ordinal)) return Raw(field, word);
        return field.Role switch
        {
            FieldRole.Price => new Ticks(Price(word, scope)),
            FieldRole.FinePrice => new Subticks(FinePrice(word, scope)),
            FieldRole.Quantity => new Lots(Quantity(word, scope)),
            FieldRole.Money => new Micros(Money(word)),
            FieldRole.Order => scope.Names.Order(word),
            FieldRole.ClientId => ClientId(word),
            FieldRole.RequestKey => RequestKeyOf(word.Text),
            FieldRole.Symbol => SymbolOf(word),
            FieldRole.Markets => MarketsOf(word, scope),
            FieldRole.Choice or FieldRole.Flags => EnumWords.Read(field.Type, word),
            _ => Narrow(field, word, Number(field, word, scope)),
        };
    }

    public static long Price(Token word, Scope scope) => Numbers.Scaled(word, MarketOf(word, scope, "t").Tick, "t");

    public static long FinePrice(Token word, Scope scope) => Numbers.Scaled(word, MarketOf(word, scope, "s").Tick / 1000, "s");

    public static long Quantity(Token word, Scope scope) => Numbers.Scaled(word, MarketOf(word, scope, "l").Lot, "l");

    public static long Money(Token word) => Numbers.Scaled(word, 0.000001m, "u");

    /// <summary>A name for something that happens once becomes a 128-bit key: the same name, the same key.</summary>
    public static RequestKey RequestKeyOf(string name)
    {
        if (name is "none") return default;
        byte[] bytes = Encoding.UTF8.GetBytes(name);
        return new RequestKey(Hash64.Extend(1, bytes), Hash64.Extend(2, bytes));
    }

    private static long Number(Field field, Token word, Scope scope) => field.Role switch
    {
        FieldRole.Rate => Numbers.Rate(word),
        FieldRole.Duration => Numbers.Duration(word),
        FieldRole.Instant => Numbers.Instant(word, scope),
        FieldRole.Account => scope.Names.Account(word),
        FieldRole.Market => scope.Names.Market(word),
        FieldRole.Asset => scope.Names.Asset(word),
        FieldRole.Key => scope.Names.Key(word),
        // An auction is named by its order.
        FieldRole.Withdrawal => scope.Names.IsOrder(word.Text) ? scope.Names.Order(word).Auction : scope.Names.Withdrawal(word),
        FieldRole.AssetAmount => Numbers.Scaled(word, Unit(scope.Asset), "u"),
        FieldRole.Billionths => Numbers.Scaled(word, 0.000000001m, "e9"),
        _ => Numbers.Integer(word),
    };

    private static MarketScale MarketOf(Token word, Scope scope, string raw)
    {
        if (scope.Market is { } market) return market;
        if (word.Text.EndsWith(raw, StringComparison.Ordinal) || word.Text is "0") return new MarketScale(0, "", 1, 1);
        throw new LanguageException(word, $"in which market is '{word}'? Say 'in MARKET', or write the integer as {word}{raw}");
    }

    private static decimal Unit(AssetScale? asset)
    {
        decimal unit = 1;
        for (int i = asset?.Decimals ?? 6; i > 0; i--) unit /= 10;
        return unit;
    }

    private static object Raw(Field field, Token word)
    {
        long value = Numbers.Integer(word with { Text = word.Text[4..] });
        return field.Role switch
        {
            FieldRole.Price => new Ticks(value),
            FieldRole.FinePrice => new Subticks(value),
            FieldRole.Quantity => new Lots(value),
            FieldRole.Money => new Micros(value),
            FieldRole.Order => new OrderId(value),
            FieldRole.Choice or FieldRole.Flags => Enum.ToObject(field.Type, value),
            FieldRole.ClientId or FieldRole.RequestKey or FieldRole.Symbol or FieldRole.Markets => throw new LanguageException(word, $"{field.Name} has no raw form"),
            _ => Narrow(field, word, value),
        };
    }

    private static object Narrow(Field field, Token word, long value)
    {
        try
        {
            return field.Type == typeof(ulong) ? unchecked((ulong)value) : Convert.ChangeType(value, field.Type, null);
        }
        catch (OverflowException problem)
        {
            throw new LanguageException($"{word.Line}:{word.Column} '{word}' does not fit {field.Name}", problem);
        }
    }

    private static ClientOrderId ClientId(Token word)
    {
        // A leading '!' keeps what a gateway would refuse, so that the engine's own check can be met.
        if (!word.Text.StartsWith('!')) return ClientOrderId.Parse(word.Text is "none" ? "" : word.Text);
        ClientOrderId id = default;
        id[0] = (byte)(word.Text.Length - 1);
        for (int i = 1; i < word.Text.Length && i < ClientOrderId.Size; i++) id[i] = (byte)word.Text[i];
        return id;
    }

    private static Symbol SymbolOf(Token word)
    {
        Symbol symbol = default;
        if (word.Text is "none") return symbol;
        for (int i = 0; i < word.Text.Length && i < Symbol.Size; i++) symbol[i] = (byte)word.Text[i];
        return symbol;
    }

    private static MarketList MarketsOf(Token word, Scope scope)
    {
        MarketList list = default;
        string[] names = word.Text.Split(',');
        for (int i = 0; i < names.Length && i < MarketList.Count; i++) list[i] = (ushort)scope.Names.Market(word with { Text = names[i] });
        return list;
    }
}
