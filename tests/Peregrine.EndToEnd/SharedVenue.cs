namespace Peregrine.EndToEnd;

/// <summary>One venue for the tests that need nothing but a venue.</summary>
public sealed class SharedVenue : IAsyncLifetime, IDisposable
{
    private readonly Folder _folder = new();
    private VenueProcess? _venue;
    private int _people;

    internal VenueProcess Venue => _venue!;

    public async Task InitializeAsync() => _venue = await VenueProcess.Start(_folder.Path);

    public Task DisposeAsync()
    {
        _venue?.Dispose();
        return Task.CompletedTask;
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Somebody nobody else in the tests is.</summary>
    internal Task<ApiClient> Somebody() => _venue!.Client().Join($"person{Interlocked.Increment(ref _people)}");
}
