using Peregrine.Core;

namespace Peregrine.History;

/// <summary>Keeps what events tell as rows. One thread writes; any may read.</summary>
public interface IHistoryStore : IDisposable
{
    /// <summary>The last command whose events are all in; it is stored in the same transaction as their rows.</summary>
    long Cursor { get; }

    /// <summary>Events of kinds that this version has no name for, since the beginning.</summary>
    long UnknownCount { get; }

    /// <summary>Stores whole commands, all or none. Those that are in already are passed over: a row is never made twice.</summary>
    /// <exception cref="StorageException">Nothing was stored.</exception>
    void Store(ReadOnlySpan<byte> events);

    /// <summary>Forgets everything, to begin again with the first event there is.</summary>
    void Forget();

    /// <summary>Deletes some of what is older than it is to be kept. Says how many rows went; it is called again while that is not 0.</summary>
    int Prune(Retention retention, long nowNs);

    HistoryPage Read(HistoryQuery query);

    /// <summary>The latest candles that begin before a moment, the newest first.</summary>
    /// <param name="market">Whose.</param>
    /// <param name="source">1 of trades, 2 of marks, 3 of indices.</param>
    /// <param name="lengthNs">A minute, an hour or a day.</param>
    /// <param name="beforeNs">Engine time.</param>
    /// <param name="limit">How many at most.</param>
    IReadOnlyList<HistoryCandle> ReadCandles(int market, int source, long lengthNs, long beforeNs, int limit);
}
