using System.Text.Json;
using Peregrine.Client.Json;
using Peregrine.Core;

namespace Peregrine.Client.Accounts;

/// <summary>What an account or a key may do at most. What is null or empty is without limit.</summary>
public sealed record OwnLimits
{
    public Micros? MaxOrderNotional { get; init; }

    public Micros? MaxPositionNotional { get; init; }

    public Micros? MaxTotalNotional { get; init; }

    public Micros? MaxDayLoss { get; init; }

    public Micros? MaxDrawdown { get; init; }

    public int? MaxOrdersPerSecond { get; init; }

    public int? MaxLeverage { get; init; }

    /// <summary>reject, cancelAll, reduceOnly or flatten.</summary>
    public string? OnBreach { get; init; }

    /// <summary>Of read, trade, reduceOnly, cancel, transfer, withdraw.</summary>
    public IReadOnlyList<string> Actions { get; init; } = [];

    public IReadOnlyList<string> Markets { get; init; } = [];

    internal static OwnLimits Read(ref Utf8JsonReader reader)
    {
        JsonIn.Begin(ref reader, JsonTokenType.StartObject);
        var limits = new OwnLimits();
        while (JsonIn.NextField(ref reader))
        {
            if (reader.ValueTextEquals("maxOrderNotional"u8)) limits = limits with { MaxOrderNotional = Money(ref reader) };
            else if (reader.ValueTextEquals("maxPositionNotional"u8)) limits = limits with { MaxPositionNotional = Money(ref reader) };
            else if (reader.ValueTextEquals("maxTotalNotional"u8)) limits = limits with { MaxTotalNotional = Money(ref reader) };
            else if (reader.ValueTextEquals("maxDayLoss"u8)) limits = limits with { MaxDayLoss = Money(ref reader) };
            else if (reader.ValueTextEquals("maxDrawdown"u8)) limits = limits with { MaxDrawdown = Money(ref reader) };
            else if (reader.ValueTextEquals("maxOrdersPerSecond"u8)) limits = limits with { MaxOrdersPerSecond = (int)JsonIn.Number(ref reader) };
            else if (reader.ValueTextEquals("maxLeverage"u8)) limits = limits with { MaxLeverage = (int)JsonIn.Number(ref reader) };
            else if (reader.ValueTextEquals("onBreach"u8)) limits = limits with { OnBreach = JsonIn.Text(ref reader) };
            else if (reader.ValueTextEquals("actions"u8)) limits = limits with { Actions = TextList.Read(ref reader) };
            else if (reader.ValueTextEquals("markets"u8)) limits = limits with { Markets = TextList.Read(ref reader) };
            else JsonIn.Skip(ref reader);
        }
        return limits;
    }

    internal void Write(JsonOut json)
    {
        json.BeginObject();
        Write(json, "maxOrderNotional"u8, MaxOrderNotional);
        Write(json, "maxPositionNotional"u8, MaxPositionNotional);
        Write(json, "maxTotalNotional"u8, MaxTotalNotional);
        Write(json, "maxDayLoss"u8, MaxDayLoss);
        Write(json, "maxDrawdown"u8, MaxDrawdown);
        if (MaxOrdersPerSecond is { } orders) json.Name("maxOrdersPerSecond"u8).Number(orders);
        if (MaxLeverage is { } leverage) json.Name("maxLeverage"u8).Number(leverage);
        if (OnBreach is not null) json.Name("onBreach"u8).Text(OnBreach);
        if (Actions.Count > 0) TextList.Write(json, "actions"u8, Actions);
        if (Markets.Count > 0) TextList.Write(json, "markets"u8, Markets);
        json.EndObject();
    }

    private static void Write(JsonOut json, ReadOnlySpan<byte> name, Micros? amount)
    {
        if (amount is { } most) json.Name(name).Decimal(most.Value, Grid.Micros);
    }

    private static Micros Money(ref Utf8JsonReader reader) => new(JsonIn.Decimal(ref reader, Grid.Micros));
}
