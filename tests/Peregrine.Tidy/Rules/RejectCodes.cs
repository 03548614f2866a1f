using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Peregrine.Tidy.Rules;

/// <summary>A reject code that no scenario produces is a promise nobody has tried.</summary>
internal static partial class RejectCodes
{
    public const string EnumPath = "src/Peregrine.Core/RejectCode.cs";
    private const string Scenarios = "tests/Peregrine.Scenarios/Scenarios";

    /// <summary>Codes from here on are the gateway's: they answer before a command exists, so no scenario of the engine can show them.</summary>
    private const int FirstOfGateway = 900;

    public static IEnumerable<string> Check(IReadOnlyList<TextFile> files, TextFile later)
    {
        TextFile? source = files.FirstOrDefault(f => f.Path == EnumPath);
        // Before the codes exist there is nothing to produce; from then on there is no way around.
        if (source is null) return [];
        HashSet<string> produced = Produced(files);
        string[] codes = Codes(source).ToArray();
        if (codes.Length == 0) return [$"{EnumPath}: no member of the enum was found"];
        return ExceptionList.Compare(later, codes.Where(c => !produced.Contains(c)).ToDictionary(c => c, _ => "no scenario produces it", StringComparer.Ordinal));
    }

    public static string UpperSnake(string name)
    {
        var text = new StringBuilder();
        for (int i = 0; i < name.Length; i++)
        {
            bool word = i > 0 && char.IsUpper(name[i]) && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            if (word) text.Append('_');
            text.Append(char.ToUpperInvariant(name[i]));
        }
        return text.ToString();
    }

    private static IEnumerable<string> Codes(TextFile source)
    {
        EnumDeclarationSyntax? codes = CSharpSyntaxTree.ParseText(source.Text).GetRoot().DescendantNodes()
            .OfType<EnumDeclarationSyntax>().FirstOrDefault(e => e.Identifier.Text == "RejectCode");
        long value = -1;
        foreach (EnumMemberDeclarationSyntax member in codes?.Members ?? default)
        {
            value = member.EqualsValue?.Value is LiteralExpressionSyntax literal ? Convert.ToInt64(literal.Token.Value, CultureInfo.InvariantCulture) : value + 1;
            if (member.Identifier.Text != "None" && value < FirstOfGateway) yield return UpperSnake(member.Identifier.Text);
        }
    }

    private static HashSet<string> Produced(IEnumerable<TextFile> files) => files
        .Where(f => f.IsUnder(Scenarios) && f.Is(".txt"))
        .SelectMany(f => f.Text.Split('\n'))
        .SelectMany(line => Word().Matches(Comment().Replace(line, "")).Select(m => m.Value))
        .ToHashSet(StringComparer.Ordinal);

    /// <summary>As scenarios have it: a lone # begins a comment, "#1" names an order.</summary>
    [GeneratedRegex(@"(^|\s)#(\s.*)?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Comment();

    [GeneratedRegex("[A-Z][A-Z0-9_]+")]
    private static partial Regex Word();
}
