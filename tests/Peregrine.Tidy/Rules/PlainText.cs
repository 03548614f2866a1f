using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Peregrine.Tidy.Rules;

/// <summary>What no committed text holds: paths of somebody's machine, promises to fix later, folded-away code, drawers for everything.</summary>
internal static partial class PlainText
{
    private static readonly string[] Drawers = ["Utils.cs", "Util.cs", "Helpers.cs", "Helper.cs"];

    public static IEnumerable<string> CheckWords(IEnumerable<TextFile> files)
    {
        foreach (TextFile file in files)
        {
            int number = 0;
            foreach (string line in file.Text.Split('\n'))
            {
                number++;
                if (MachinePath().Match(line) is { Success: true } path) yield return $"{file.Path}({number}): '{path.Value}' is a path of one machine";
                if (Promise().Match(line) is { Success: true } promise) yield return $"{file.Path}({number}): '{promise.Value}' — do it, or write an issue";
            }
        }
    }

    public static IEnumerable<string> CheckFolds(IEnumerable<TextFile> files)
    {
        foreach (TextFile file in files.Where(f => f.Is(".cs")))
        {
            if (Drawers.Any(d => file.Name.EndsWith(d, StringComparison.Ordinal))) yield return $"{file.Path}: name the file after what it does";
            if (CSharpSyntaxTree.ParseText(file.Text).GetRoot().DescendantTrivia().Any(t => t.IsKind(SyntaxKind.RegionDirectiveTrivia)))
                yield return $"{file.Path}: '#region' hides what should be split";
        }
    }

    // Written so that the patterns do not match themselves.
    [GeneratedRegex(@"(?<![\w.*-])/(?:work|root|home/\w+)/")]
    private static partial Regex MachinePath();

    [GeneratedRegex(@"\b(?:TO[D]O|FIX[M]E)\b")]
    private static partial Regex Promise();
}
