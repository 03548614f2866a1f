namespace Peregrine.Tidy.Rules;

/// <summary>A committed list of known exceptions, one a line; what follows " # " is the reason, and a reason there must be.</summary>
internal static class ExceptionList
{
    /// <summary>What is wrong with the list against what is found: new offenders, entries no longer needed, entries without a reason.</summary>
    public static IEnumerable<string> Compare(TextFile list, IReadOnlyDictionary<string, string> offenders)
    {
        var entries = new HashSet<string>(StringComparer.Ordinal);
        foreach (string line in list.Text.Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0 && l[0] != '#'))
        {
            int mark = line.IndexOf(" # ", StringComparison.Ordinal);
            string entry = (mark < 0 ? line : line[..mark]).Trim();
            if (mark < 0) yield return $"{list.Path}: '{entry}' needs a reason after ' # '";
            if (!entries.Add(entry)) yield return $"{list.Path}: '{entry}' stands there twice";
            if (!offenders.ContainsKey(entry)) yield return $"{list.Path}: '{entry}' is no longer needed, remove the line";
        }
        foreach ((string offender, string complaint) in offenders.Where(o => !entries.Contains(o.Key)).OrderBy(o => o.Key, StringComparer.Ordinal))
            yield return $"{offender}: {complaint}";
    }
}
