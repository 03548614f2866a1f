namespace Peregrine.History;

/// <summary>A venue's history while it runs: how far it is, and a way to ask it from any thread.</summary>
public interface IHistory
{
    /// <summary>The last command that is stored, as far as is known.</summary>
    long Cursor { get; }

    /// <summary>Why nothing is stored now, or null.</summary>
    string? Trouble { get; }

    /// <summary>Waits a moment for a command to be stored, which is done at once because somebody waits. False when it is not.</summary>
    ValueTask<bool> HasStored(long seq);

    /// <summary>Asks on a thread of its own; when too many ask, later ones wait for their turn.</summary>
    /// <exception cref="Core.StorageException">It cannot be read now.</exception>
    Task<T> Ask<T>(Func<IHistoryReader, T> question, CancellationToken stop);
}
