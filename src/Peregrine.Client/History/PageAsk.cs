using System.Globalization;

namespace Peregrine.Client.History;

/// <summary>Which page.</summary>
public readonly record struct PageAsk
{
    /// <summary>Nothing from before this moment, in milliseconds since 1970; 0 for no bound.</summary>
    public long FromMs { get; init; }

    /// <summary>Only what is from before this moment; 0 for no bound.</summary>
    public long ToMs { get; init; }

    /// <summary>Rows at most, up to 1000; 0 leaves it to the venue.</summary>
    public int Limit { get; init; }

    /// <summary><see cref="HistoryPage.Next"/> of the page before.</summary>
    public string? Cursor { get; init; }

    /// <summary>History must have seen this command.</summary>
    public long MinSeq { get; init; }

    internal string On(string path)
    {
        List<string> parts = [];
        Add(parts, "from", FromMs);
        Add(parts, "to", ToMs);
        Add(parts, "limit", Limit);
        Add(parts, "minSeq", MinSeq);
        if (Cursor is { } cursor) parts.Add("cursor=" + Uri.EscapeDataString(cursor));
        if (parts.Count == 0) return path;
        return path + (path.Contains('?', StringComparison.Ordinal) ? '&' : '?') + string.Join('&', parts);
    }

    private static void Add(List<string> parts, string name, long value)
    {
        if (value != 0) parts.Add(string.Create(CultureInfo.InvariantCulture, $"{name}={value}"));
    }
}
