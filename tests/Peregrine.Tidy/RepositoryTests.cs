using System.Diagnostics;

namespace Peregrine.Tidy;

public sealed class RepositoryTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("peregrine-tidy-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void The_reader_sees_what_is_tracked_and_what_is_about_to_be_and_not_what_is_ignored()
    {
        Git("init", "-q");
        Write(".gitignore", "artifacts/\n");
        Write("src/Tracked.cs", "tracked");
        Write("src/Gone.cs", "deleted, and the deletion not yet staged");
        Git("add", "-A");
        File.Delete(Path.Combine(_root, "src/Gone.cs"));
        Write("docs/größe.md", "new");
        Write("artifacts/out.txt", "ignored");
        File.WriteAllBytes(Path.Combine(_root, "golden.journal"), [1, 0, 2]);

        IReadOnlyList<TextFile> files = Repository.Read(_root);

        Assert.Equal([".gitignore", "docs/größe.md", "golden.journal", "src/Tracked.cs"], files.Select(f => f.Path));
        Assert.Equal("", files[2].Text);
        Assert.Equal("tracked", files[3].Text);
    }

    [Fact]
    public void A_folder_without_git_is_an_error_and_not_an_empty_tree() => Assert.Throws<InvalidOperationException>(() => Repository.Read(_root));

    [Fact]
    public void This_repository_is_found() => Assert.Contains(Repository.Files, f => f.Path == "verify.cs");

    private void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_root, path))!);
        File.WriteAllText(Path.Combine(_root, path), text);
    }

    private void Git(params string[] arguments)
    {
        using Process git = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = _root, UseShellExecute = false })!;
        git.WaitForExit();
        Assert.Equal(0, git.ExitCode);
    }
}
