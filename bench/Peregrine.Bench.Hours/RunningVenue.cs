using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Peregrine.Bench.Hours;

/// <summary>The program as an operator starts it, sandbox and all, on a folder of its own that goes with it.</summary>
internal sealed class RunningVenue : IAsyncDisposable
{
    /// <summary>How much of events is kept: so little that an hour fills it, and some are forgotten.</summary>
    public const int EventsGiB = 1;

    // One machine plays all users. Nothing else differs from how a venue starts by itself.
    private static readonly string[] Settings =
    [
        "--listen.port", "0", "--identity.sign-ups", "1000", "--limits.address.auth", "1000", "--limits.address.orders", "100000", "--limits.address.exits", "100000", "--limits.account.orders", "10000",
        "--limits.account.exits", "10000", "--events.bytes", EventsGiB.ToString(CultureInfo.InvariantCulture),
    ];

    private readonly Process _process;
    private readonly HttpClient _http = new();

    private RunningVenue(Process process, Uri url, string folder) => (_process, Url, Folder) = (process, url, folder);

    public Uri Url { get; }

    public string Folder { get; }

    public string HistoryFile => Path.Combine(Folder, "history", "history.db");

    /// <exception cref="IOException">It did not start.</exception>
    public static async Task<RunningVenue> Start()
    {
        string folder = Directory.CreateTempSubdirectory("peregrine-hours-").FullName;
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "peregrine.dll"), "run", "--data", folder, .. Settings]) { RedirectStandardOutput = true, UseShellExecute = false };
        // What is said to whoever verifies is no option of a venue.
        foreach (string name in start.Environment.Keys.Where(static k => k.StartsWith("PEREGRINE_", StringComparison.Ordinal)).ToArray()) start.Environment.Remove(name);
        Process process = Process.Start(start)!;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            int at = line.IndexOf("http://", StringComparison.Ordinal);
            if (at < 0) continue;
            // Whatever else it says must not fill the pipe.
            _ = process.StandardOutput.ReadToEndAsync();
            return new RunningVenue(process, new Uri(line[at..]), folder);
        }
        Directory.Delete(folder, recursive: true);
        throw new IOException("The venue did not start.");
    }

    /// <summary>What it takes once history has stored everything, or when so long has passed.</summary>
    public async Task<Sample> CaughtUp(TimeSpan within)
    {
        long began = Stopwatch.GetTimestamp();
        Sample sample = await Look();
        while (sample.Behind > 0 && Stopwatch.GetElapsedTime(began) < within)
        {
            await Task.Delay(20);
            sample = await Look();
        }
        return sample;
    }

    public async Task<Sample> Look()
    {
        using JsonDocument status = JsonDocument.Parse(await _http.GetStringAsync(new Uri(Url, "/api/v1/status")));
        _process.Refresh();
        return new Sample
        {
            Commands = status.RootElement.GetProperty("seq").GetInt64(),
            Behind = status.RootElement.GetProperty("history").GetProperty("behind").GetInt64(),
            MemoryBytes = _process.WorkingSet64,
            Processor = _process.TotalProcessorTime,
            JournalBytes = Bytes("*.journal"),
            EventBytes = Bytes("*.events"),
            HistoryBytes = Bytes("history.db*"),
        };
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            using Process asked = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
            await _process.WaitForExitAsync();
        }
        _process.Dispose();
        _http.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    // A file may be forgotten while it is counted.
    private long Bytes(string pattern) => new DirectoryInfo(Folder).EnumerateFiles(pattern, SearchOption.AllDirectories).Sum(static f => f.Exists ? f.Length : 0);
}

/// <summary>What a venue takes at a moment.</summary>
internal readonly record struct Sample
{
    public long Commands { get; init; }

    /// <summary>Commands that history has not stored.</summary>
    public long Behind { get; init; }

    public long MemoryBytes { get; init; }

    public TimeSpan Processor { get; init; }

    public long JournalBytes { get; init; }

    public long EventBytes { get; init; }

    public long HistoryBytes { get; init; }
}
