using System.Reflection;
using Peregrine.Core;
using Peregrine.Scenarios.Language;

namespace Peregrine.Scenarios.Values;

/// <summary>One public field of a wire struct, or of a struct within it, addressed by its kebab-case name.</summary>
public sealed class Field
{
    private static readonly HashSet<string> Accounts = new(StringComparer.Ordinal)
    {
        "Account", "Root", "Referrer", "Builder", "Counterparty", "MakerAccount", "Target", "ToAccount", "Vault", "Buyer",
    };

    private static readonly HashSet<string> Durations = new(StringComparer.Ordinal)
    {
        "TimeoutNs", "WindowNs", "FreezeNs", "DurationNs", "IntervalNs", "JitterNs", "MaxAgeNs", "MinRestNs",
    };

    private static readonly HashSet<string> Amounts = new(StringComparer.Ordinal) { "Amount", "Change", "Balance", "Counted", "AccountCap", "PlatformCap", "Floor", "Units" };

    private readonly FieldInfo[] _path;

    private Field(FieldInfo[] path)
    {
        _path = path;
        Type = path[^1].FieldType;
        Role = RoleOf(path[^1]);
        Name = Spelling.Kebab(Bare(path[^1].Name));
    }

    public string Name { get; }
    public Type Type { get; }
    public FieldRole Role { get; }

    /// <summary>All fields of a struct, those of inner structs in place of the struct.</summary>
    public static IReadOnlyList<Field> Of(Type type) => [.. Paths(type, []).Select(p => new Field(p))];

    public object Get(object body)
    {
        object value = body;
        foreach (FieldInfo step in _path) value = step.GetValue(value)!;
        return value;
    }

    public void Set(object body, object value) => Set(body, 0, value);

    private void Set(object body, int depth, object value)
    {
        if (depth == _path.Length - 1)
        {
            _path[depth].SetValue(body, value);
            return;
        }
        object inner = _path[depth].GetValue(body)!;
        Set(inner, depth + 1, value);
        _path[depth].SetValue(body, inner);
    }

    private static IEnumerable<FieldInfo[]> Paths(Type type, FieldInfo[] before)
    {
        foreach (FieldInfo field in type.GetFields(BindingFlags.Public | BindingFlags.Instance))
        {
            // Samples have words of their own, and tables no one value to be written as.
            if (field.FieldType == typeof(PriceSamples) || field.FieldType == typeof(ProposedTiers)) continue;
            if (field.FieldType == typeof(SettlementAverages) || field.FieldType == typeof(SettlementBuckets)) continue;
            bool inner = field.FieldType == typeof(Limits) || typeof(ICommandBody).IsAssignableFrom(field.FieldType);
            if (!inner)
            {
                yield return [.. before, field];
                continue;
            }
            foreach (FieldInfo[] path in Paths(field.FieldType, [.. before, field])) yield return path;
        }
    }

    private static string Bare(string name)
    {
        if (name is "BuilderPpb") return "BuilderRate";   // beside Builder, the account
        if (name.EndsWith("Ppb", StringComparison.Ordinal)) return name[..^3];
        return name.EndsWith("Ns", StringComparison.Ordinal) ? name[..^2] : name;
    }

    private static FieldRole RoleOf(FieldInfo field)
    {
        Type type = field.FieldType;
        if (type == typeof(Ticks)) return FieldRole.Price;
        if (type == typeof(Subticks)) return FieldRole.FinePrice;
        if (type == typeof(Lots)) return FieldRole.Quantity;
        if (type == typeof(Micros)) return FieldRole.Money;
        if (type == typeof(OrderId)) return FieldRole.Order;
        if (type == typeof(ClientOrderId)) return FieldRole.ClientId;
        if (type == typeof(RequestKey)) return FieldRole.RequestKey;
        if (type == typeof(Symbol)) return FieldRole.Symbol;
        if (type == typeof(MarketList)) return FieldRole.Markets;
        if (type.IsEnum) return type.IsDefined(typeof(FlagsAttribute), inherit: false) ? FieldRole.Flags : FieldRole.Choice;
        return RoleOfNumber(field.Name);
    }

    private static FieldRole RoleOfNumber(string name)
    {
        if (name.EndsWith("Ppb", StringComparison.Ordinal)) return FieldRole.Rate;
        if (Durations.Contains(name)) return FieldRole.Duration;
        if (name.EndsWith("Ns", StringComparison.Ordinal)) return FieldRole.Instant;
        if (Accounts.Contains(name)) return FieldRole.Account;
        if (Amounts.Contains(name)) return FieldRole.AssetAmount;
        return name switch
        {
            "Market" or "MarketA" or "MarketB" => FieldRole.Market,
            "Asset" => FieldRole.Asset,
            "KeyId" or "Key" => FieldRole.Key,
            // All of them are the sequence number of the command that made them.
            "Withdrawal" or "Proposal" or "Auction" => FieldRole.Withdrawal,
            "TickE9" or "LotE9" => FieldRole.Billionths,
            _ => FieldRole.Number,
        };
    }
}
