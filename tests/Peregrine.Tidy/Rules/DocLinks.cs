using System.Text;
using System.Text.RegularExpressions;

namespace Peregrine.Tidy.Rules;

/// <summary>A page may only point at what is there: a file, a heading, a project to run. What is planned says so.</summary>
internal static partial class DocLinks
{
    public static IEnumerable<string> Check(IReadOnlyList<TextFile> files)
    {
        Dictionary<string, TextFile> byPath = files.ToDictionary(f => f.Path, StringComparer.Ordinal);
        HashSet<string> folders = files.SelectMany(f => Parents(f.Folder)).ToHashSet(StringComparer.Ordinal);
        foreach (TextFile page in files.Where(f => f.Is(".md")))
        {
            foreach (string link in Link().Matches(Prose(page.Text)).Select(m => m.Groups["to"].Value))
            {
                if (Scheme().IsMatch(link)) continue;
                string[] parts = link.Split('#', 2);
                string? path = parts[0].Length == 0 ? page.Path : Resolve(page.Folder, Uri.UnescapeDataString(parts[0]));
                if (path is null || !(byPath.ContainsKey(path) || folders.Contains(path))) yield return $"{page.Path}: '{link}' leads nowhere";
                else if (parts.Length == 2 && path.EndsWith(".md", StringComparison.Ordinal) && !Anchors(byPath[path].Text).Contains(parts[1]))
                    yield return $"{page.Path}: '{link}' names a heading that {path} does not have";
            }
        }
    }

    /// <summary>`--project X`: while X is not in the tree the line must say "planned", and from the day it is there it must not.</summary>
    public static IEnumerable<string> CheckCommands(IReadOnlyList<TextFile> files)
    {
        foreach (TextFile page in files.Where(f => f.Is(".md")))
        {
            foreach (string line in page.Text.Split('\n'))
            {
                if (Project().Match(line) is not { Success: true } match) continue;
                string project = match.Groups["path"].Value.TrimEnd('/');
                bool exists = files.Any(f => f.IsUnder(project) && f.Is(".csproj")), planned = line.Contains("planned", StringComparison.OrdinalIgnoreCase);
                if (!exists && !planned) yield return $"{page.Path}: '{project}' is not in the tree; the line must say 'planned'";
                if (exists && planned) yield return $"{page.Path}: '{project}' is in the tree; the line must not say 'planned' any more";
            }
        }
    }

    /// <summary>Headings as the forge links them: lower case, punctuation dropped, spaces to hyphens, a number for the second of the same name.</summary>
    public static HashSet<string> Anchors(string markdown)
    {
        var anchors = new HashSet<string>(StringComparer.Ordinal);
        foreach (Match heading in Heading().Matches(Fences().Replace(markdown, "")))
        {
            var slug = new StringBuilder();
            foreach (char c in heading.Groups["text"].Value.Trim().ToLowerInvariant())
            {
                if (char.IsLetterOrDigit(c) || c is '-' or '_') slug.Append(c);
                else if (c == ' ') slug.Append('-');
            }
            string name = slug.ToString();
            for (int i = 1; !anchors.Add(name); i++) name = $"{slug}-{i}";
        }
        return anchors;
    }

    private static string Prose(string markdown) => InlineCode().Replace(Fences().Replace(markdown, ""), "");

    private static string? Resolve(string folder, string link)
    {
        if (link.StartsWith('/')) return null;
        var parts = new List<string>(folder.Split('/', StringSplitOptions.RemoveEmptyEntries));
        foreach (string part in link.Split('/').Where(p => p.Length > 0 && p != "."))
        {
            if (part != "..") parts.Add(part);
            else if (parts.Count == 0) return null;
            else parts.RemoveAt(parts.Count - 1);
        }
        return string.Join('/', parts);
    }

    private static IEnumerable<string> Parents(string folder)
    {
        yield return "";
        for (string at = folder; at.Length > 0; at = at.Contains('/') ? at[..at.LastIndexOf('/')] : "") yield return at;
    }

    [GeneratedRegex(@"\]\(<?(?<to>[^)\s>]+)>?(\s+""[^""]*"")?\)|^\[[^\]]+\]:\s*(?<to>\S+)|(src|href)=""(?<to>[^""]+)""", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Link();

    [GeneratedRegex("^(?:[A-Za-z][A-Za-z0-9+.-]*:|//)")]
    private static partial Regex Scheme();

    [GeneratedRegex(@"^(?<fence>```|~~~).*?^\k<fence>[^\n]*$", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Fences();

    [GeneratedRegex("`[^`\n]*`")]
    private static partial Regex InlineCode();

    [GeneratedRegex(@"^#{1,6}\s+(?<text>.+?)\s*#*\s*$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Heading();

    [GeneratedRegex(@"--project\s+(?<path>[\w./-]+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Project();
}
