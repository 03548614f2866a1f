namespace Peregrine.History;

/// <summary>Which event made a row, or by what else a table's rows are told apart: pages follow each other by it.</summary>
public readonly record struct HistoryAddress(long Seq, int Index)
{
    public static readonly HistoryAddress Beginning = new(0, 0);
    public static readonly HistoryAddress End = new(long.MaxValue, int.MaxValue);
}
