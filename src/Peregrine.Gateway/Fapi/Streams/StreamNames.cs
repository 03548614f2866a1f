using Peregrine.Gateway.Fapi.Markets;

namespace Peregrine.Gateway.Fapi.Streams;

/// <summary>What a stream's name asks for.</summary>
internal static class StreamNames
{
    // Frames of books end every 100 ms: somewhat less than asked for lets the next one pass.
    private const int MarkMs = 3000, Every100Ms = 0, Every250Ms = 200, Every500Ms = 450;

    private const string Perpetual = "_perpetual";

    /// <summary>The stream; none when there is none of that name.</summary>
    public static FapiStream? Make(string name, FapiStreamDesk desk)
    {
        FapiSymbols symbols = desk.Gateway.Fapi.Symbols;
        if (name.StartsWith('!')) return MakeAll(name, desk, symbols.All);
        string[] parts = name.Split('@');
        if (parts.Length < 2) return null;
        // One kind of stream names the contract behind the pair: there is none but the perpetual.
        string pair = parts[1].StartsWith(KlineKind.Continuous.Prefix, StringComparison.Ordinal) && parts[0].EndsWith(Perpetual, StringComparison.Ordinal) ? parts[0][..^Perpetual.Length] : parts[0];
        if (symbols.FindLower(System.Text.Encoding.UTF8.GetBytes(pair)) is not { } market) return null;
        return Make(name, parts[1], parts.Length > 2 ? parts[2] : "", desk, market);
    }

    private static FapiStream? MakeAll(string name, FapiStreamDesk desk, FapiMarket[] all) => name switch
    {
        "!bookTicker" => new BookTickerStream(name, desk, all),
        "!ticker@arr" => new DayStream(name, desk, all, isList: true, isMini: false),
        "!miniTicker@arr" => new DayStream(name, desk, all, isList: true, isMini: true),
        "!markPrice@arr" => new MarkStream(name, desk, all, isList: true, MarkMs),
        "!markPrice@arr@1s" => new MarkStream(name, desk, all, isList: true, 1000),
        "!contractInfo" => new ContractStream(name, desk),
        "!forceOrder@arr" => new ForceOrderStream(name, desk, all),
        _ => null,
    };

    private static FapiStream? Make(string name, string kind, string pace, FapiStreamDesk desk, FapiMarket market)
    {
        if (kind.StartsWith("depth", StringComparison.Ordinal)) return MakeDepth(name, kind["depth".Length..], pace, desk, market);
        if (KlineKind.Find(kind) is { } candles)
            return FapiWords.Interval(System.Text.Encoding.UTF8.GetBytes(kind[candles.Prefix.Length..])) is { } interval ? new KlineStream(name, desk, market, candles, interval) : null;
        return kind switch
        {
            "bookTicker" => new BookTickerStream(name, desk, [market]),
            "trade" => new TradeStream(name, desk, market, isAggregate: false),
            "aggTrade" => new TradeStream(name, desk, market, isAggregate: true),
            "ticker" => new DayStream(name, desk, [market], isList: false, isMini: false),
            "miniTicker" => new DayStream(name, desk, [market], isList: false, isMini: true),
            "markPrice" => new MarkStream(name, desk, [market], isList: false, pace == "1s" ? 1000 : MarkMs),
            "forceOrder" => new ForceOrderStream(name, desk, [market]),
            _ => null,
        };
    }

    private static FapiStream? MakeDepth(string name, string levels, string pace, FapiStreamDesk desk, FapiMarket market)
    {
        int everyMs = pace switch
        {
            "" or "250ms" => Every250Ms,
            "100ms" => Every100Ms,
            "500ms" => Every500Ms,
            _ => -1,
        };
        if (everyMs < 0) return null;
        return levels switch
        {
            "" => new DepthStream(name, desk, market, everyMs),
            "5" => new TopLevelsStream(name, desk, market, 5, everyMs),
            "10" => new TopLevelsStream(name, desk, market, 10, everyMs),
            "20" => new TopLevelsStream(name, desk, market, 20, everyMs),
            _ => null,
        };
    }
}
