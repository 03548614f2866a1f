using Peregrine.Core;

namespace Peregrine.Explain;

/// <summary>An event with its decision recomputed.</summary>
/// <param name="Seq">The command that it belongs to.</param>
/// <param name="Index">Its place in it.</param>
/// <param name="TimeNs">Engine time.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Account">To whom; 0 for nobody.</param>
/// <param name="Market">Where; 0 for the account's cross part, or nowhere.</param>
/// <param name="Steps">In the order in which they were decided.</param>
public sealed record Explanation(long Seq, int Index, long TimeNs, EventKind Kind, int Account, int Market, IReadOnlyList<ExplainStep> Steps)
{
    /// <summary>Steps that were recomputed.</summary>
    public int Recomputed => Steps.Count(static s => s.IsSame is not null);

    /// <summary>Steps that were recomputed and came to what the receipt says.</summary>
    public int Same => Steps.Count(static s => s.IsSame == true);
}
