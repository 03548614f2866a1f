using System.Text.Json;
using Peregrine.Client.Json;
using Peregrine.Client.Markets;
using Peregrine.Core;

namespace Peregrine.Client.Accounts;

/// <summary>A position, or the settings that one would have.</summary>
public readonly record struct PositionInfo
{
    public MarketTerms Market { get; init; }

    /// <summary>Negative when short.</summary>
    public Lots Size { get; init; }

    /// <summary>What was paid for it; the exact figure behind every entry price.</summary>
    public Micros Cost { get; init; }

    public MarginMode Mode { get; init; }

    public int Leverage { get; init; }

    public Micros IsolatedMargin { get; init; }

    public Micros Realised { get; init; }

    public Micros Fees { get; init; }

    internal static PositionInfo Read(ref Utf8JsonReader reader, object? markets)
    {
        MarketTerms market = OrderInfo.MarketOf(reader, (MarketBoard)markets!);
        var position = new PositionInfo { Market = market };
        while (JsonIn.NextField(ref reader))
        {
            if (reader.ValueTextEquals("size"u8)) position = position with { Size = new Lots(JsonIn.Decimal(ref reader, market.Lot)) };
            else if (reader.ValueTextEquals("cost"u8)) position = position with { Cost = new Micros(JsonIn.Decimal(ref reader, Grid.Micros)) };
            else if (reader.ValueTextEquals("mode"u8)) position = position with { Mode = JsonIn.Name<MarginMode>(ref reader) };
            else if (reader.ValueTextEquals("leverage"u8)) position = position with { Leverage = (int)JsonIn.Number(ref reader) };
            else if (reader.ValueTextEquals("isolatedMargin"u8)) position = position with { IsolatedMargin = new Micros(JsonIn.Decimal(ref reader, Grid.Micros)) };
            else if (reader.ValueTextEquals("realised"u8)) position = position with { Realised = new Micros(JsonIn.Decimal(ref reader, Grid.Micros)) };
            else if (reader.ValueTextEquals("fees"u8)) position = position with { Fees = new Micros(JsonIn.Decimal(ref reader, Grid.Micros)) };
            else JsonIn.Skip(ref reader);
        }
        return position;
    }
}
