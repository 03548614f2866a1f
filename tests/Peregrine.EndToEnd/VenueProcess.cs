using System.Diagnostics;
using System.Text;
using System.Threading.Channels;

namespace Peregrine.EndToEnd;

/// <summary>The built program on a folder of its own, on a free port.</summary>
internal sealed class VenueProcess : IDisposable
{
    private static readonly TimeSpan StartMax = TimeSpan.FromMinutes(2);
    private static readonly Lazy<Task<string[]>> Table = new(ReadTable);
    private readonly Process _process;
    private readonly StringBuilder _errors = new();

    private readonly Channel<string?> _lines = Channel.CreateUnbounded<string?>();

    private VenueProcess(Process process) => _process = process;

    public Uri Url { get; private set; } = null!;

    /// <summary>With prices by hand, and nobody but those who sign up: for tests that want to know what every price and order is.</summary>
    public static Task<VenueProcess> Start(string folder, params string[] options) => StartAsIs(folder, ["--prices", "by-hand", .. options]);

    /// <summary>As it starts by itself, but for passwords that take less work and money that may leave at once.</summary>
    public static async Task<VenueProcess> StartAsIs(string folder, string[] options)
    {
        Process process = Launch(["run", "--data", folder, "--listen.port", "0", "--journal.segment", "8", "--limits.address.auth", "1000", "--withdrawals.address-delay", "0", "--identity.password-iterations", "100000", .. options]);
        var venue = new VenueProcess(process);
        process.OutputDataReceived += (_, e) => venue._lines.Writer.TryWrite(e.Data);
        process.ErrorDataReceived += (_, e) => venue._errors.AppendLine(e.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        string line = await venue.Line("http://");
        venue.Url = new Uri(line[line.IndexOf("http://", StringComparison.Ordinal)..]);
        return venue;
    }

    /// <summary>The next line it says that has something in it.</summary>
    public async Task<string> Line(string wanted)
    {
        using var patience = new CancellationTokenSource(StartMax);
        while (await _lines.Reader.ReadAsync(patience.Token) is { } line)
        {
            if (line.Contains(wanted, StringComparison.Ordinal)) return line;
        }
        throw new InvalidOperationException($"The venue ended without saying {wanted}: {_errors}");
    }

    /// <summary>Runs a command to its end.</summary>
    public static async Task<(int Code, string Output, string Errors)> Run(params string[] arguments)
    {
        using Process process = Launch(arguments);
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await errors);
    }

    /// <summary>The lines of <c>peregrine admin routes</c>.</summary>
    public static Task<string[]> Routes() => Table.Value;

    /// <summary>What the process has in memory now.</summary>
    public long MemoryBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>As an operator ends it.</summary>
    public async Task<int> Stop()
    {
        using Process asked = Process.Start("kill", ["-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    /// <summary>As a power cut ends it.</summary>
    public async Task Kill()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }

    private static async Task<string[]> ReadTable() => (await Run("admin", "routes")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static Process Launch(string[] arguments)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "peregrine.dll");
        var start = new ProcessStartInfo("dotnet", [program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        // What is said to the tests is no option of a venue.
        foreach (string word in (string[])["PEREGRINE_BLESS", "PEREGRINE_DEEP"]) start.Environment.Remove(word);
        return Process.Start(start)!;
    }
}
