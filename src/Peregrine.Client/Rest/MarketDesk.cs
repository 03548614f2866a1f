using System.Globalization;
using System.Text.Json;
using Peregrine.Client.Accounts;
using Peregrine.Client.Json;
using Peregrine.Client.Markets;
using Peregrine.Client.Streams;

namespace Peregrine.Client.Rest;

/// <summary>What everybody may ask.</summary>
public sealed class MarketDesk
{
    private readonly RestLine _line;

    internal MarketDesk(RestLine line) => _line = line;

    /// <summary>The terms of every market; needed to count anything in their steps.</summary>
    public ValueTask<Reply<MarketBoard>> List(CancellationToken stop = default) => _line.Send(_line.Rent("GET", "/markets"), MarketReader.ReadList, null, stop, isPublic: true);

    /// <summary>The venue's time in milliseconds since 1970.</summary>
    public ValueTask<Reply<long>> Time(CancellationToken stop = default) => _line.Send(_line.Rent("GET", "/time"), ReadTime, null, stop, isPublic: true);

    /// <summary>True when orders are taken.</summary>
    public ValueTask<Reply<bool>> IsRunning(CancellationToken stop = default) => _line.Send(_line.Rent("GET", "/status"), ReadRunning, null, stop, isPublic: true);

    public ValueTask<Reply<MarkPrice>> Mark(MarketTerms market, CancellationToken stop = default) =>
        _line.Send(_line.Rent("GET", "/mark/" + market.Name), MarkPrice.Read, market, stop, isPublic: true);

    /// <summary>A copy of the book's best levels, checked against its checksum.</summary>
    /// <remarks><paramref name="depth"/>: 1 to 1000 levels of each side.</remarks>
    public ValueTask<Reply<LocalBook>> Book(MarketTerms market, int depth = 100, long minSeq = 0, CancellationToken stop = default) =>
        _line.Send(_line.Rent("GET", string.Create(CultureInfo.InvariantCulture, $"/book/{market.Name}?depth={depth}&minSeq={minSeq}")), ReadBook, (market, depth), stop, isPublic: true);

    /// <summary>The latest trades, the newest first.</summary>
    public ValueTask<Reply<IReadOnlyList<PublicTrade>>> Trades(MarketTerms market, CancellationToken stop = default) =>
        _line.Send(_line.Rent("GET", "/trades/" + market.Name), ReadTrades, market, stop, isPublic: true);

    /// <summary>What counts as collateral, and how much of its worth.</summary>
    public ValueTask<Reply<IReadOnlyList<AssetInfo>>> Assets(CancellationToken stop = default) =>
        _line.Send(_line.Rent("GET", "/assets"), static (ref Utf8JsonReader r, object? c) => Lists.Read(ref r, "assets"u8, AssetInfo.Read, c), null, stop, isPublic: true);

    /// <summary>What trades cost, tier by tier.</summary>
    public ValueTask<Reply<IReadOnlyList<FeeTier>>> Fees(CancellationToken stop = default) =>
        _line.Send(_line.Rent("GET", "/fees"), static (ref Utf8JsonReader r, object? c) => Lists.Read(ref r, "tiers"u8, FeeTier.Read, c), null, stop, isPublic: true);

    private static long ReadTime(ref Utf8JsonReader reader, object? context)
    {
        long time = 0;
        while (JsonIn.NextField(ref reader))
        {
            if (reader.ValueTextEquals("time"u8)) time = JsonIn.Number(ref reader);
            else JsonIn.Skip(ref reader);
        }
        return time;
    }

    private static bool ReadRunning(ref Utf8JsonReader reader, object? context)
    {
        bool isRunning = false;
        while (JsonIn.NextField(ref reader))
        {
            if (reader.ValueTextEquals("state"u8)) isRunning = JsonIn.Text(ref reader) == "running";
            else JsonIn.Skip(ref reader);
        }
        return isRunning;
    }

    private static LocalBook ReadBook(ref Utf8JsonReader reader, object? context)
    {
        (MarketTerms market, int depth) = ((MarketTerms, int))context!;
        var frame = new BookFrame();
        frame.Read(ref reader, market, isSnapshot: true);
        // A checksum covers 25 levels; what is cut shorter cannot be held against it.
        if (depth < LocalBook.ChecksumLevels) frame.Checksum = null;
        var book = new LocalBook(market);
        return book.Apply(frame) == BookStep.Applied ? book : throw new FormatException("The book does not agree with its checksum.");
    }

    private static IReadOnlyList<PublicTrade> ReadTrades(ref Utf8JsonReader reader, object? market) =>
        Lists.Read(ref reader, "trades"u8, static (ref Utf8JsonReader r, object? m) => PublicTrade.Read(ref r, (MarketTerms)m!), market);
}
