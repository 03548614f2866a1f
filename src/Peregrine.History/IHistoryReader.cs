namespace Peregrine.History;

/// <summary>Answers questions about rows. What it shows is the last batch that was stored.</summary>
public interface IHistoryReader
{
    /// <summary>The last command whose rows are all in.</summary>
    long Cursor { get; }

    HistoryPage Read(HistoryQuery query);

    /// <summary>The latest candles that begin before a moment, the newest first.</summary>
    /// <param name="market">Whose.</param>
    /// <param name="source">1 of trades, 2 of marks, 3 of indices.</param>
    /// <param name="lengthNs">A minute, an hour or a day.</param>
    /// <param name="beforeNs">Engine time.</param>
    /// <param name="limit">How many at most.</param>
    IReadOnlyList<HistoryCandle> ReadCandles(int market, int source, long lengthNs, long beforeNs, int limit);

    /// <summary>Candles of a second, made from single trades or prices up to a command and back to a moment, the newest first.</summary>
    /// <param name="market">Whose.</param>
    /// <param name="source">1 of trades, 2 of marks, 3 of indices.</param>
    /// <param name="sinceNs">The beginning of a second.</param>
    /// <param name="untilSeq">The last command that counts.</param>
    IReadOnlyList<HistoryCandle> ReadSeconds(int market, int source, long sinceNs, long untilSeq);

    /// <summary>A market's flows by periods, the oldest first: the last one before a moment, if there is one, and those from there on.</summary>
    /// <param name="market">Whose.</param>
    /// <param name="lengthNs">Whole times five minutes.</param>
    /// <param name="sinceNs">The beginning of a period.</param>
    /// <param name="untilNs">Periods begin before this.</param>
    IReadOnlyList<HistoryFlow> ReadFlows(int market, long lengthNs, long sinceNs, long untilNs);

    /// <summary>What an account was worth at the end of each day, the last one as far as it has gone.</summary>
    IReadOnlyList<PortfolioDay> ReadPortfolio(int account, long fromDay, long toDay);

    /// <summary>Every market that was listed, by number.</summary>
    IReadOnlyList<HistoryMarket> ReadMarkets();

    /// <summary>Every asset that was listed, by number.</summary>
    IReadOnlyList<HistoryAsset> ReadAssets();
}
