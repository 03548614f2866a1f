using System.Runtime.CompilerServices;
using Peregrine.Sequencer.Storage;

namespace Peregrine.Crash.Golden;

/// <summary>A golden data directory in the repository, and a copy of it in which a venue may write.</summary>
internal static class GoldenPlace
{
    public const string Expected = "expected.txt";

    public static string Root { get; } = Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", "golden", "journals");

    public static IEnumerable<string> Names => Directory.EnumerateDirectories(Root).Select(static path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    /// <summary>The caller deletes it.</summary>
    public static string CopyOf(string name, bool withSnapshots)
    {
        string copy = Directory.CreateTempSubdirectory("peregrine-golden-").FullName;
        foreach (string path in Directory.EnumerateFiles(Path.Combine(Root, name)))
        {
            if (path.EndsWith(".journal", StringComparison.Ordinal) || (withSnapshots && path.EndsWith(".snapshot", StringComparison.Ordinal)))
                File.Copy(path, Path.Combine(copy, Path.GetFileName(path)));
        }
        return copy;
    }

    public static PosixStorage Writing(string name)
    {
        string folder = Path.Combine(Root, name);
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        return PosixStorage.At(folder);
    }

    private static string Here([CallerFilePath] string path = "") => path;
}
