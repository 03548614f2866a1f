using Peregrine.Explain;

namespace Peregrine.Gateway;

/// <summary>Recomputes what was decided long ago.</summary>
public interface IExplanations
{
    /// <summary>Every receipt of a command, recomputed; null when somebody else is waited for too long.</summary>
    /// <exception cref="InvalidOperationException">The sentence says why it cannot be.</exception>
    Task<IReadOnlyList<Explanation>?> Of(long seq, CancellationToken stop);
}
