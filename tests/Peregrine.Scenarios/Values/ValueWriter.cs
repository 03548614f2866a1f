using Peregrine.Core;

namespace Peregrine.Scenarios.Values;

/// <summary>Writes the value of a field the way a scenario would.</summary>
public static class ValueWriter
{
    public static string Write(Field field, object value, Scope scope) => value switch
    {
        Ticks v => scope.Market is { } m ? Numbers.Show(v.Value, m.Tick) : $"{v.Value}t",
        Subticks v => scope.Market is { } m ? Numbers.Show(v.Value, m.Tick / 1000) : $"{v.Value}s",
        Lots v => scope.Market is { } m ? Numbers.Show(v.Value, m.Lot) : $"{v.Value}l",
        Micros v => Numbers.Show(v.Value, 0.000001m),
        OrderId v => v.IsNone ? "none" : scope.Names.NameOfOrder(v),
        ClientOrderId v => v.IsEmpty ? "none" : v.ToString(),
        RequestKey v => $"{v.High:x16}{v.Low:x16}",
        Symbol v => v.ToString(),
        MarketList v => Markets(v, scope),
        FeedSources v => Sources(v),
        Enum v => EnumWords.Show(v),
        ulong v => v.ToString(),
        _ => Integer(field, Convert.ToInt64(value, null), scope),
    };

    private static string Integer(Field field, long value, Scope scope) => field.Role switch
    {
        FieldRole.Rate => Numbers.ShowRate(value),
        FieldRole.Duration => Numbers.ShowDuration(value),
        FieldRole.Instant => value == 0 ? "0" : Numbers.ShowDuration(value - scope.StartNs),
        FieldRole.Account => scope.Names.NameOfAccount((int)value),
        FieldRole.Market => scope.Names.NameOfMarket((int)value),
        FieldRole.Asset => scope.Names.NameOfAsset((int)value),
        FieldRole.Key => scope.Names.NameOfKey((int)value),
        FieldRole.Withdrawal => scope.Names.NameOfWithdrawal(value),
        FieldRole.AssetAmount => AssetAmount(value, scope),
        _ => value.ToString(),
    };

    private static string AssetAmount(long value, Scope scope)
    {
        decimal unit = 1;
        for (int i = scope.Asset?.Decimals ?? 6; i > 0; i--) unit /= 10;
        return Numbers.Show(value, unit);
    }

    // Each as its id and its weight.
    private static string Sources(FeedSources sources)
    {
        List<string> told = [];
        foreach (SetSource source in sources)
        {
            if (source.Source != 0) told.Add($"{source.Source}:{source.Weight}");
        }
        return told.Count == 0 ? "none" : string.Join(',', told);
    }

    private static string Markets(MarketList list, Scope scope)
    {
        List<string> names = [];
        for (int i = 0; i < MarketList.Count; i++)
        {
            if (list[i] != 0) names.Add(scope.Names.NameOfMarket(list[i]));
        }
        return names.Count == 0 ? "none" : string.Join(',', names);
    }
}
