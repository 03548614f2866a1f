using Peregrine.Identity;

namespace Peregrine.Gateway;

/// <summary>Recomputes what was decided long ago.</summary>
public interface IExplanations
{
    /// <summary>The event at this place, recomputed.</summary>
    Task<ExplainAnswer> Of(PersonId asker, long seq, int index, CancellationToken stop);
}
