namespace Peregrine.History;

/// <summary>Rows as they are stored: whole numbers in the engine's units, text, bytes, or nothing.</summary>
/// <param name="Columns">Their names, in order; the first two are the address.</param>
/// <param name="Rows">One array each.</param>
/// <param name="Next">Where the next page begins; null when this was the last.</param>
public sealed record HistoryPage(IReadOnlyList<string> Columns, IReadOnlyList<object?[]> Rows, HistoryAddress? Next);
