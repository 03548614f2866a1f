using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Peregrine.Tidy;

/// <summary>The tree under test: what git tracks, and what it would track after an add, so that a mistake is seen before it is committed.</summary>
internal static class Repository
{
    private const int BytesSniffed = 8000;
    private static readonly Lazy<IReadOnlyList<TextFile>> LazyFiles = new(() => Read(Root!));

    public static string Root { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "..", ".."));
    public static IReadOnlyList<TextFile> Files => LazyFiles.Value;

    public static string TextOrEmpty(string path) => Files.FirstOrDefault(f => f.Path == path)?.Text ?? "";

    /// <summary>The exceptions file of a rule, which lies beside this project.</summary>
    public static TextFile Exceptions(string name) => new("tests/Peregrine.Tidy/" + name, TextOrEmpty("tests/Peregrine.Tidy/" + name));

    public static IReadOnlyList<TextFile> Read(string root)
    {
        var files = new List<TextFile>();
        foreach (string path in List(root))
        {
            string full = Path.Combine(root, path);
            if (!File.Exists(full)) continue;
            byte[] bytes = File.ReadAllBytes(full);
            // A binary file keeps its place, for links to it, and has no text to complain about.
            bool binary = bytes.AsSpan(0, Math.Min(bytes.Length, BytesSniffed)).Contains((byte)0);
            files.Add(new TextFile(path, binary ? "" : System.Text.Encoding.UTF8.GetString(bytes)));
        }
        return files;
    }

    private static string[] List(string root)
    {
        // A checkout made by another user (a container's volume) is still the tree under test.
        string[] arguments = ["-c", "safe.directory=*", "-c", "core.quotepath=off", "ls-files", "-z", "--cached", "--others", "--exclude-standard"];
        using Process git = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = root, RedirectStandardOutput = true, UseShellExecute = false })!;
        string output = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        if (git.ExitCode != 0) throw new InvalidOperationException($"git ls-files failed in {root}; tidy needs a git checkout.");
        return output.Split('\0', StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
    }

    private static string Here([CallerFilePath] string path = "") => path;
}
