using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Peregrine.Tidy.Rules;

/// <summary>Words that may not stand in Core and Engine. The analyzer stops symbols; keywords and declarations it does not see, so tokens are read here.</summary>
internal static class BannedWords
{
    private static readonly string[] Both = ["src/Peregrine.Core", "src/Peregrine.Engine"];
    private static readonly string[] EngineOnly = ["src/Peregrine.Engine"];

    private static readonly Ban[] Bans =
    [
        .. new[] { "float", "double", "decimal", "Half" }.Select(w => new Ban(w, Both, "money and prices are integers")),
        .. new[] { "async", "await", "lock", "Task", "Thread" }.Select(w => new Ban(w, Both, "one thread applies commands")),
        .. new[] { "DateTime", "DateTimeOffset", "Stopwatch", "Environment.TickCount", "Environment.TickCount64" }.Select(w => new Ban(w, Both, "time enters by command")),
        .. new[] { "Random", "Guid.NewGuid" }.Select(w => new Ban(w, Both, "randomness enters by command")),
        .. new[] { "Math.Floor(", "Math.Ceiling(" }.Select(w => new Ban(w, Both, "use the integer rounding helpers")),
        .. new[] { "Dictionary<", "HashSet<" }.Select(w => new Ban(w, EngineOnly, "hash order must not reach state: walk slabs and sorted arrays")),
        new Ban("System.Linq", Both, "it allocates: write the loop"),
        new Ban("Console", Both, "the engine says what it has to say in events"),
    ];

    public static IEnumerable<string> Check(IEnumerable<TextFile> files)
    {
        foreach (TextFile file in files.Where(f => f.Is(".cs") && Both.Any(f.IsUnder)))
        {
            SyntaxTree tree = CSharpSyntaxTree.ParseText(file.Text);
            SyntaxToken[] tokens = tree.GetRoot().DescendantTokens().ToArray();
            foreach (Ban ban in Bans.Where(b => b.Folders.Any(file.IsUnder)))
            {
                for (int i = 0; i < tokens.Length; i++)
                {
                    if (ban.Stands(tokens, i)) yield return $"{file.Path}({Line(tokens[i])}): '{ban.Words}' — {ban.Reason}";
                }
            }
            // What is switched off is not read above, and an engine that differs by build is two engines.
            if (tree.GetRoot().DescendantTrivia().Any(t => t.IsKind(SyntaxKind.IfDirectiveTrivia)))
                yield return $"{file.Path}: '#if' — every build applies the same rules";
        }
    }

    private static int Line(SyntaxToken token) => token.GetLocation().GetLineSpan().StartLinePosition.Line + 1;

    private sealed record Ban(string Words, string[] Folders, string Reason)
    {
        private readonly string[] _tokens = SyntaxFactory.ParseTokens(Words).Where(t => !t.IsKind(SyntaxKind.EndOfFileToken)).Select(t => t.Text).ToArray();

        public bool Stands(SyntaxToken[] tokens, int at)
        {
            if (at + _tokens.Length > tokens.Length) return false;
            for (int k = 0; k < _tokens.Length; k++)
            {
                if (tokens[at + k].Text != _tokens[k]) return false;
            }
            return true;
        }
    }
}
