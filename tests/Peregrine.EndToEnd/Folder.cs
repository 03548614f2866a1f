namespace Peregrine.EndToEnd;

/// <summary>A folder that is gone afterwards.</summary>
internal sealed class Folder : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("peregrine-e2e-").FullName;

    public string Path => System.IO.Path.Combine(_root, "data");

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
