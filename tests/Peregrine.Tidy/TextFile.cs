namespace Peregrine.Tidy;

/// <summary>A file as every rule sees it: path from the root with forward slashes, and text. Rules never touch the disk, so a test can hand them a bad tree.</summary>
internal sealed record TextFile(string Path, string Text)
{
    public string Name => Path[(Path.LastIndexOf('/') + 1)..];
    public string Folder => Path.Contains('/') ? Path[..Path.LastIndexOf('/')] : "";
    public bool Is(string extension) => Path.EndsWith(extension, StringComparison.Ordinal);
    public bool IsUnder(string folder) => Path.StartsWith(folder + "/", StringComparison.Ordinal);
}
