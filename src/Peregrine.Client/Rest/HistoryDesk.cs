using System.Globalization;
using System.Text.Json;
using Peregrine.Client.History;
using Peregrine.Client.Markets;

namespace Peregrine.Client.Rest;

/// <summary>What was, page by page, the newest first: the account's own, and what everybody may know.</summary>
public sealed class HistoryDesk
{
    private readonly RestLine _line;

    internal HistoryDesk(RestLine line) => _line = line;

    public ValueTask<Reply<HistoryPage>> Orders(PageAsk ask = default, CancellationToken stop = default) => Page("/history/orders", ask, stop);

    /// <summary>Every change of own orders, with what was before it.</summary>
    public ValueTask<Reply<HistoryPage>> Amendments(PageAsk ask = default, CancellationToken stop = default) => Page("/history/amendments", ask, stop);

    /// <summary>Every change of an own position, with its trade when there was one.</summary>
    public ValueTask<Reply<HistoryPage>> Fills(PageAsk ask = default, CancellationToken stop = default) => Page("/history/fills", ask, stop);

    /// <summary>Positions that are closed.</summary>
    public ValueTask<Reply<HistoryPage>> Positions(PageAsk ask = default, CancellationToken stop = default) => Page("/history/positions", ask, stop);

    public ValueTask<Reply<HistoryPage>> Funding(PageAsk ask = default, CancellationToken stop = default) => Page("/history/funding", ask, stop);

    /// <summary>Every movement of own money, with what was left.</summary>
    public ValueTask<Reply<HistoryPage>> Ledger(PageAsk ask = default, CancellationToken stop = default) => Page("/history/ledger", ask, stop);

    public ValueTask<Reply<HistoryPage>> Deposits(PageAsk ask = default, CancellationToken stop = default) => Page("/history/deposits", ask, stop);

    public ValueTask<Reply<HistoryPage>> Withdrawals(PageAsk ask = default, CancellationToken stop = default) => Page("/history/withdrawals", ask, stop);

    public ValueTask<Reply<HistoryPage>> Liquidations(PageAsk ask = default, CancellationToken stop = default) => Page("/history/liquidations", ask, stop);

    public ValueTask<Reply<HistoryPage>> Triggers(PageAsk ask = default, CancellationToken stop = default) => Page("/history/triggers", ask, stop);

    /// <summary>Own positions that were reduced to close somebody else's.</summary>
    public ValueTask<Reply<HistoryPage>> Deleveragings(PageAsk ask = default, CancellationToken stop = default) => Page("/history/adl", ask, stop);

    /// <summary>Own fills, volume, fees and profit, day by day.</summary>
    public ValueTask<Reply<HistoryPage>> Days(PageAsk ask = default, CancellationToken stop = default) => Page("/history/days", ask, stop);

    /// <summary>Worth and profit day by day, from old to new.</summary>
    public ValueTask<Reply<HistoryPage>> Portfolio(PageAsk ask = default, CancellationToken stop = default) => Page("/portfolio", ask, stop);

    public ValueTask<Reply<HistoryPage>> Trades(MarketTerms market, PageAsk ask = default, CancellationToken stop = default) => Page("/history/trades/" + market.Name, ask, stop, isPublic: true);

    public ValueTask<Reply<HistoryPage>> FundingRates(MarketTerms market, PageAsk ask = default, CancellationToken stop = default) => Page("/funding-rates/" + market.Name, ask, stop, isPublic: true);

    /// <summary>A market's trades and volume, day by day.</summary>
    public ValueTask<Reply<HistoryPage>> MarketDays(MarketTerms market, PageAsk ask = default, CancellationToken stop = default) => Page("/history/markets/" + market.Name, ask, stop, isPublic: true);

    /// <summary>What takers bought and sold, and what was open at the end, by five minutes.</summary>
    public ValueTask<Reply<HistoryPage>> Flows(MarketTerms market, PageAsk ask = default, CancellationToken stop = default) => Page("/history/flows/" + market.Name, ask, stop, isPublic: true);

    /// <summary>Everybody's, without whose they were.</summary>
    public ValueTask<Reply<HistoryPage>> AllLiquidations(PageAsk ask = default, CancellationToken stop = default) => Page("/liquidations", ask, stop, isPublic: true);

    /// <summary>What came into the insurance funds and what they paid.</summary>
    public ValueTask<Reply<HistoryPage>> Insurance(PageAsk ask = default, CancellationToken stop = default) => Page("/insurance", ask, stop, isPublic: true);

    /// <summary>The latest page, from old to new; the page before it by its cursor.</summary>
    /// <remarks><paramref name="interval"/>: Such as 1m. <paramref name="source"/>: trades, mark or index.</remarks>
    public ValueTask<Reply<HistoryPage>> Candles(MarketTerms market, string interval, string source = "trades", PageAsk ask = default, CancellationToken stop = default) =>
        Page("/candles/" + market.Name + $"?interval={Uri.EscapeDataString(interval)}&source={Uri.EscapeDataString(source)}", ask, stop, isPublic: true);

    /// <summary>An own event recomputed from its receipt and the journal, by the seq and index of a row. It may take seconds, and one person has one at a time.</summary>
    public ValueTask<Reply<Explanation>> Explain(long seq, int index, CancellationToken stop = default) =>
        _line.Send(_line.Rent("GET", string.Create(CultureInfo.InvariantCulture, $"/explain/{seq}/{index}")), Explanation.Read, null, stop);

    /// <summary>What the venue published that it owes, the newest first.</summary>
    public ValueTask<Reply<IReadOnlyList<OwedRoot>>> Owed(CancellationToken stop = default) =>
        _line.Send(_line.Rent("GET", "/liabilities"), static (ref Utf8JsonReader r, object? c) => Lists.Read(ref r, "roots"u8, OwedRoot.Read, c), null, stop, isPublic: true);

    /// <summary>That the account is in the newest of them.</summary>
    public ValueTask<Reply<OwedProof>> ProveOwed(CancellationToken stop = default) => _line.Send(_line.Rent("GET", "/liabilities/proof"), OwedProof.Read, null, stop);

    private ValueTask<Reply<HistoryPage>> Page(string path, PageAsk ask, CancellationToken stop, bool isPublic = false) =>
        _line.Send(_line.Rent("GET", ask.On(path)), HistoryPage.Read, null, stop, isPublic);
}
