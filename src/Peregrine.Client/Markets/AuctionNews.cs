using System.Text.Json;
using Peregrine.Client.Json;
using Peregrine.Core;

namespace Peregrine.Client.Markets;

/// <summary>An order's auction opened or ended. Whose order it is stays unsaid.</summary>
public readonly record struct AuctionNews
{
    /// <summary>Its name.</summary>
    public long Auction { get; init; }

    public bool IsOpening { get; init; }

    /// <summary>Of the order; quotes are of the other.</summary>
    public Side Side { get; init; }

    /// <summary>At least the order's size, less than twice of it.</summary>
    public Lots SizeBucket { get; init; }

    public Ticks Limit { get; init; }

    /// <summary>A quote must be better than this.</summary>
    public Ticks Touch { get; init; }

    public long EndsAtMs { get; init; }

    public int Quotes { get; init; }

    public Lots FromQuotes { get; init; }

    public Lots Filled { get; init; }

    internal static AuctionNews Read(ref Utf8JsonReader reader, MarketTerms market)
    {
        AuctionNews news = default;
        while (JsonIn.NextField(ref reader))
        {
            if (reader.ValueTextEquals("auction"u8)) news = news with { Auction = JsonIn.Id(ref reader) };
            else if (reader.ValueTextEquals("type"u8)) news = news with { IsOpening = JsonIn.Text(ref reader) == "opened" };
            else if (reader.ValueTextEquals("side"u8)) news = news with { Side = JsonIn.Name<Side>(ref reader) };
            else if (reader.ValueTextEquals("sizeBucket"u8)) news = news with { SizeBucket = new Lots(JsonIn.Decimal(ref reader, market.Lot)) };
            else if (reader.ValueTextEquals("limit"u8)) news = news with { Limit = new Ticks(JsonIn.Decimal(ref reader, market.Tick)) };
            else if (reader.ValueTextEquals("touch"u8)) news = news with { Touch = new Ticks(JsonIn.Decimal(ref reader, market.Tick)) };
            else if (reader.ValueTextEquals("endsAt"u8)) news = news with { EndsAtMs = JsonIn.Number(ref reader) };
            else if (reader.ValueTextEquals("quotes"u8)) news = news with { Quotes = (int)JsonIn.Number(ref reader) };
            else if (reader.ValueTextEquals("fromQuotes"u8)) news = news with { FromQuotes = new Lots(JsonIn.Decimal(ref reader, market.Lot)) };
            else if (reader.ValueTextEquals("filled"u8)) news = news with { Filled = new Lots(JsonIn.Decimal(ref reader, market.Lot)) };
            else JsonIn.Skip(ref reader);
        }
        return news;
    }
}
