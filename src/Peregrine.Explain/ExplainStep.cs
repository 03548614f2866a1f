namespace Peregrine.Explain;

/// <summary>One thing that was decided, and how anybody comes to the same.</summary>
/// <param name="Name">What it is, in words of lower camel case: the page that tells the story knows them.</param>
/// <param name="Formula">How it follows, with the numbers put in.</param>
/// <param name="Stated">What the receipt says.</param>
/// <param name="Recomputed">What follows; null where the receipt's word is all there is.</param>
/// <param name="IsSame">Whether they agree; null when nothing was recomputed.</param>
public sealed record ExplainStep(string Name, string Formula, string Stated, string? Recomputed, bool? IsSame);
