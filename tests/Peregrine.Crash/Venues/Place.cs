namespace Peregrine.Crash.Venues;

/// <summary>Where a venue lies: its data directory, and beside it the socket, what a tracer wrote, and the client's own file.</summary>
internal sealed class Place : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("peregrine-crash-").FullName;

    public Place(string? data = null)
    {
        Data = data ?? Path.Combine(_root, "data");
        Directory.CreateDirectory(Data);
    }

    public string Data { get; }

    public string Socket => Path.Combine(_root, "venue.socket");

    public string Calls => Path.Combine(_root, "calls.txt");

    public string ClientFile => Path.Combine(_root, "client.txt");

    /// <summary>Small enough that segments end within a second.</summary>
    public long SegmentBytes { get; init; } = 64 * 1024;

    public long SnapshotEvery { get; init; } = 500;

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
