using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Peregrine.EndToEnd.Fapi;

/// <summary>Clients from npm, as their lock says, run against a venue.</summary>
internal static partial class NodeClients
{
    private const string Wanted = "The clients' tests need Node 20.19 or newer with npm: install them (from nodejs.org, or the Debian packages nodejs and npm where they are new enough).";
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(4);
    private static readonly Lazy<Task> Installed = new(Install);

    private static string Folder => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", "clients"));

    /// <summary>Runs a file of tests and says what it said; its tests are its own, and one that fails fails it.</summary>
    public static Task Run(string file, Uri venue, params (string Name, string Value)[] settings) => Run(file, venue, Longest, settings);

    /// <summary>The same for one that may take as long as is said.</summary>
    public static async Task Run(string file, Uri venue, TimeSpan longest, params (string Name, string Value)[] settings)
    {
        await Installed.Value;
        (int code, string output) = await Start("node", ["--test", "--test-force-exit", file], venue, longest, settings);
        Assert.True(code == 0, output);
        Assert.Matches("# pass [1-9]", output);
        Assert.Contains("# fail 0", output, StringComparison.Ordinal);
    }

    private static async Task Install()
    {
        (int code, string version) = await Start("node", ["--version"], null, Longest);
        Match match = Version().Match(version);
        Assert.True(code == 0 && match.Success && IsNew(match), $"{Wanted} Here: {version.Trim()}");
        // What the lock names is there already: npm says so in the file that it writes last.
        string written = Path.Combine(Folder, "node_modules", ".package-lock.json");
        if (File.Exists(written) && File.GetLastWriteTimeUtc(written) >= File.GetLastWriteTimeUtc(Path.Combine(Folder, "package-lock.json"))) return;
        (code, string output) = await Start("npm", ["ci", "--ignore-scripts"], null, Longest);
        Assert.True(code == 0, $"npm ci in {Folder}: {output}");
    }

    private static bool IsNew(Match match) =>
        (int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture), int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture)) is var (major, minor) && (major > 20 || (major == 20 && minor >= 19));

    private static async Task<(int Code, string Output)> Start(string program, string[] arguments, Uri? venue, TimeSpan longest, params (string Name, string Value)[] settings)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        if (venue is not null) start.Environment["VENUE_URL"] = venue.ToString();
        foreach ((string name, string value) in settings) start.Environment[name] = value;
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
            using var patience = new CancellationTokenSource(longest);
            try
            {
                await process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
            }
            return (process.HasExited ? process.ExitCode : -1, await output + await errors);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Fail(Wanted);
            throw;
        }
    }

    [GeneratedRegex(@"^v(\d+)\.(\d+)\.")]
    private static partial Regex Version();

    private static string Here([CallerFilePath] string path = "") => path;
}
