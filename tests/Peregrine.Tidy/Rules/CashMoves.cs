using System.Text.RegularExpressions;

namespace Peregrine.Tidy.Rules;

/// <summary>Settle money moves in one place, which keeps loans with it: nobody else writes an account's cash.</summary>
internal static partial class CashMoves
{
    // The one way for money to move, and interest, which is charged where loans are kept.
    private static readonly string[] Allowed = ["src/Peregrine.Engine/State/EngineState.cs", "src/Peregrine.Engine/Borrow/Loans.cs"];

    public static IEnumerable<string> Check(IEnumerable<TextFile> files) =>
        from file in files
        where file.Path.StartsWith("src/Peregrine.Engine/", StringComparison.Ordinal) && !Allowed.Contains(file.Path)
        from line in file.Text.Split('\n').Select((text, at) => (text, at))
        where Written().IsMatch(line.text)
        select $"{file.Path}:{line.at + 1}: cash is moved by EngineState.MoveCash alone";

    [GeneratedRegex(@"(?:\b(?:account|owner|root|earner)|Accounts\[[^\]]*\])\.Cash\s*[-+]?=(?![=>])|\bref\b[^;]*\.Cash\b", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Written();
}
