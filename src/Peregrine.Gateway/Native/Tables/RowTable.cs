using Peregrine.History;

namespace Peregrine.Gateway.Native.Tables;

/// <summary>A table as it is shown.</summary>
/// <param name="Name">As exports call it.</param>
/// <param name="Table">Where its rows are.</param>
/// <param name="Columns">Their names, in the order in which <paramref name="Write"/> writes them.</param>
/// <param name="Write">Writes one row's values.</param>
internal sealed record RowTable(string Name, HistoryTable Table, string[] Columns, RowTable.Writer Write)
{
    public delegate void Writer(in HistoryRow row, RowText text);

    /// <summary>Its rows belong to accounts, each of which sees its own.</summary>
    public bool IsOfAccounts { get; init; }

    /// <summary>The only kinds it shows; empty for all.</summary>
    public int[] Kinds { get; init; } = [];
}
