using System.Text.Json;
using Peregrine.Client.Json;
using Peregrine.Client.Markets;
using Peregrine.Core;

namespace Peregrine.Client.Streams;

/// <summary>What a frame of a book says: a whole book, or the levels that changed. Filled again by each frame.</summary>
internal sealed class BookFrame
{
    public bool IsSnapshot { get; set; }

    public long MdSeq { get; set; }

    public long Prev { get; set; }

    public long Seq { get; set; }

    /// <summary>Null when the frame has none.</summary>
    public ulong? Checksum { get; set; }

    public List<BookLevel> Bids { get; } = [];

    public List<BookLevel> Asks { get; } = [];

    public void Read(ref Utf8JsonReader reader, MarketTerms market, bool isSnapshot)
    {
        (IsSnapshot, MdSeq, Prev, Seq, Checksum) = (isSnapshot, 0, 0, 0, null);
        Bids.Clear();
        Asks.Clear();
        while (JsonIn.NextField(ref reader))
        {
            if (reader.ValueTextEquals("type"u8)) IsSnapshot = IsWord(ref reader, "snapshot"u8);
            else if (reader.ValueTextEquals("mdSeq"u8)) MdSeq = JsonIn.Number(ref reader);
            else if (reader.ValueTextEquals("prev"u8)) Prev = JsonIn.Number(ref reader);
            else if (reader.ValueTextEquals("seq"u8) || reader.ValueTextEquals("asOfSeq"u8)) Seq = JsonIn.Number(ref reader);
            else if (reader.ValueTextEquals("bids"u8)) Levels(ref reader, market, Bids);
            else if (reader.ValueTextEquals("asks"u8)) Levels(ref reader, market, Asks);
            else if (reader.ValueTextEquals("checksum"u8)) Checksum = JsonIn.Hex(ref reader);
            else JsonIn.Skip(ref reader);
        }
    }

    private static bool IsWord(ref Utf8JsonReader reader, ReadOnlySpan<byte> word)
    {
        JsonIn.Begin(ref reader, JsonTokenType.String);
        return reader.ValueTextEquals(word);
    }

    private static void Levels(ref Utf8JsonReader reader, MarketTerms market, List<BookLevel> into)
    {
        JsonIn.Begin(ref reader, JsonTokenType.StartArray);
        while (JsonIn.NextItem(ref reader))
        {
            var price = new Ticks(JsonIn.Decimal(ref reader, market.Tick));
            var total = new Lots(JsonIn.Decimal(ref reader, market.Lot));
            into.Add(new BookLevel(price, total, (int)JsonIn.Number(ref reader)));
            JsonIn.Begin(ref reader, JsonTokenType.EndArray);
        }
    }
}
