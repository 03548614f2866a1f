namespace Peregrine.Gateway.Folds;

/// <summary>A fold that stands still: nobody is served what it knew.</summary>
/// <param name="Fold">What it keeps, in a word.</param>
/// <param name="Seq">The command at whose event it broke.</param>
/// <param name="Index">The event's place in the command.</param>
/// <param name="SinceMs">When that was, by the wall's clock.</param>
/// <param name="Why">What it said.</param>
internal sealed record FoldTrouble(string Fold, long Seq, int Index, long SinceMs, string Why)
{
    public override string ToString() => $"{Fold} stand still at event {Seq}/{Index}: {Why}";
}
