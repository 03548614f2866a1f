using System.Text.RegularExpressions;

namespace Peregrine.Tidy.Rules;

/// <summary>What every project owes the house: a lock file that names no host, a place in the solution, and for the deterministic two the list of banned symbols.</summary>
internal static partial class Projects
{
    private static readonly string[] Deterministic = ["src/Peregrine.Core/Peregrine.Core.csproj", "src/Peregrine.Engine/Peregrine.Engine.csproj"];

    /// <summary>`restore --locked-mode` accepts a project that has no lock file at all.</summary>
    public static IEnumerable<string> CheckLockFiles(IReadOnlyList<TextFile> files)
    {
        foreach (TextFile project in files.Where(f => f.Is(".csproj")))
        {
            if (files.All(f => f.Path != project.Folder + "/packages.lock.json")) yield return $"{project.Path}: there is no packages.lock.json beside it";
        }
        foreach (TextFile file in files.Where(f => f.Name is "packages.lock.json" or "package-lock.json" or "npm-shrinkwrap.json"))
        {
            // npm writes where a package's authors ask for money; only where it was fetched from is ours to keep out.
            Regex host = file.Name == "packages.lock.json" ? AnyHost() : ResolvedHost();
            if (host.Match(file.Text) is { Success: true } match) yield return $"{file.Path}: names a host, '{match.Value}'";
        }
    }

    /// <summary>A project outside the solution is neither built nor locked nor formatted.</summary>
    public static IEnumerable<string> CheckSolution(IReadOnlyList<TextFile> files)
    {
        string solution = files.FirstOrDefault(f => f.Path == "Peregrine.slnx")?.Text ?? "";
        return files.Where(f => f.Is(".csproj") && !solution.Contains($"\"{f.Path}\"", StringComparison.Ordinal)).Select(f => $"{f.Path}: is not in Peregrine.slnx");
    }

    public static IEnumerable<string> CheckBannedSymbols(IReadOnlyList<TextFile> files)
    {
        foreach (TextFile project in files.Where(f => Deterministic.Contains(f.Path)))
        {
            if (!project.Text.Contains("<AdditionalFiles Include=\"../BannedSymbols.txt\"", StringComparison.Ordinal)) yield return $"{project.Path}: does not hand BannedSymbols.txt to the analyzer";
            if (!project.Text.Contains("<Using Remove=\"System.Linq\"", StringComparison.Ordinal)) yield return $"{project.Path}: leaves System.Linq among the implicit usings";
        }
        foreach (TextFile file in files.Where(f => f.Name == ".editorconfig" || (f.IsUnder("src") && (f.Is(".cs") || f.Is(".csproj") || f.Is(".props"))) || f.Name == "Directory.Build.props"))
        {
            if (file.Text.Contains("RS0030", StringComparison.Ordinal)) yield return $"{file.Path}: RS0030 stands for the banned symbols and is not to be tuned";
        }
    }

    [GeneratedRegex(@"\w+://[^\s""]*")]
    private static partial Regex AnyHost();

    [GeneratedRegex(@"""resolved"":\s*""\w+://[^\s""]*")]
    private static partial Regex ResolvedHost();
}
