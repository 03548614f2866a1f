namespace Peregrine.Scenarios.Language;

/// <summary>One row of the table: commands on the left of the arrow, what must follow on its right.</summary>
/// <param name="Line">Where it begins.</param>
/// <param name="Members">One word list for a single command; several for a group joined by <c>+</c>.</param>
/// <param name="Expected">The parts between <c>|</c>.</param>
/// <param name="Only">Nothing else may have happened.</param>
public sealed record Statement(int Line, IReadOnlyList<IReadOnlyList<Token>> Members, IReadOnlyList<IReadOnlyList<Token>> Expected, bool Only);
