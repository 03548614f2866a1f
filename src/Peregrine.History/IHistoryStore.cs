using Peregrine.Core;

namespace Peregrine.History;

/// <summary>Keeps what events tell as rows. One thread writes; any may read.</summary>
public interface IHistoryStore : IHistoryReader, IDisposable
{
    /// <summary>Events of kinds that this version has no name for, since the beginning.</summary>
    long UnknownCount { get; }

    /// <summary>Stores whole commands, all or none. Those that are in already are passed over: a row is never made twice.</summary>
    /// <exception cref="StorageException">Nothing was stored.</exception>
    void Store(ReadOnlySpan<byte> events);

    /// <summary>Forgets everything, to begin again with the first event there is.</summary>
    void Forget();

    /// <summary>Deletes some of what is older than it is to be kept. Says how many rows went; it is called again while that is not 0.</summary>
    int Prune(Retention retention, long nowNs);
}
