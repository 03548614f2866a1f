using System.Text;

namespace Peregrine.EndToEnd.Access;

/// <summary>The matrix as docs/security.md shows it.</summary>
internal static class AccessTable
{
    public const string Begin = "<!-- matrix -->", End = "<!-- end of matrix -->";

    public static string Write(IEnumerable<AccessRow> rows)
    {
        var text = new StringBuilder();
        text.Append("| route | ").AppendJoin(" | ", AccessRow.Subjects.Select(static s => s.Replace("key:", "key ", StringComparison.Ordinal))).Append(" |\n|---|").Insert(text.Length, "---|", AccessRow.Subjects.Length).Append('\n');
        foreach (AccessRow row in rows)
            text.Append("| `").Append(row.Method).Append(' ').Append(row.Path).Append("` | ").AppendJoin(" | ", AccessRow.Subjects.Select(s => Cell(row.Of(s)))).Append(" |\n");
        return text.ToString();
    }

    private static string Cell(Verdict verdict) => verdict switch
    {
        Verdict.Yes => "yes",
        Verdict.No => "no",
        _ => "–",
    };
}
