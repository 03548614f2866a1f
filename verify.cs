#!/usr/bin/env dotnet
#:property PublishAot=false

// Everything a change must pass, in one program: `dotnet run verify.cs`. What runs here is what CI runs; there is no second list.
// The last line is always `N passed, N failed`, and the exit code is 0 only when the second number is 0.

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;

// Long programs that prove what a test cannot in a minute: each must end with exit code 0. Run by --deep, together with every test project.
// Each fits a session; a seed is 10,000 commands, so those of the twin are 262 million.
DeepRun[] deepRuns =
[
    Twin("twin-1", "1..5000"),
    Twin("twin-2", "5001..10000"),
    Twin("twin-3", "10001..15000"),
    Twin("twin-4", "15001..20000"),
    // Venues that lend, and those where two operators change what all depends on.
    Twin("twin-5", "40001..41250"),
    Twin("twin-6", "50001..51250"),
    // Markets that are announced, sampled and settled.
    Twin("twin-7", "60001..61250"),
    // Orders and parts of liquidations that ask makers.
    Twin("twin-8", "70001..71250"),
    // Every third command has a field that nobody means.
    Twin("twin-9", "80001..81250"),
    // A venue left alone with its sandbox and a thousand orders a second: memory, disk, and every micro-dollar.
    new("hour", ["dotnet", "run", "-c", "Release", "--no-build", "--project", "bench/Peregrine.Bench.Hours"]),
];

// Debian packages that the tests use; installed only when we may. strace lets a real venue's calls fail, chromium drives the terminal: without them those tests are skipped and say so.
string[] debianPackages = ["strace", "chromium"];

string[] longest = ["Peregrine.Client.Tests", "Peregrine.Crash", "Peregrine.Engine.Tests", "Peregrine.EndToEnd"];

// The terminal's tests, which run in Node on what the build has installed; none when there is no terminal.
WebSuite[] webSuites = [new("web", "vite.config.ts", NeedsBrowser: false), new("web/e2e", "vitest.config.ts", NeedsBrowser: true)];

// All test projects together: who hangs must not hang CI, and what needs longer belongs behind PEREGRINE_DEEP.
TimeSpan testLimit = TimeSpan.FromMinutes(14);
TimeSpan stepLimit = TimeSpan.FromMinutes(10);
TimeSpan deepLimit = TimeSpan.FromHours(12);

if (!Options.TryParse(args, out Options options, out string complaint))
{
    Console.Error.WriteLine(complaint);
    Console.Error.WriteLine("usage: dotnet run verify.cs -- [--fast | --deep [NAME…]] [--bless]");
    return 2;
}

string root = Root();
string results = Path.Combine(root, "artifacts", "verify");
string solution = Path.Combine(root, "Peregrine.slnx");
var house = new House(root, options);
TestProject[] tests = TestProjects(root);

string[] known = [.. tests.Select(t => t.Name), .. webSuites.Select(w => w.Name), .. deepRuns.Select(d => d.Name)];
if (options.Pieces.FirstOrDefault(p => !known.Contains(p, StringComparer.Ordinal)) is { } stranger)
{
    Console.Error.WriteLine($"--deep knows no piece named '{stranger}'; it knows: {string.Join(", ", known)}.");
    return 2;
}

if (Directory.Exists(results)) Directory.Delete(results, recursive: true);
Directory.CreateDirectory(results);

string[] missing = [.. debianPackages.Where(p => !File.Exists($"/var/lib/dpkg/info/{p}.list"))];
if (missing.Length > 0 && Environment.UserName == "root" && house.Step("apt-get update", stepLimit, "apt-get", ["update"]))
    house.Step("apt-get install", stepLimit, "apt-get", ["install", "-y", "--no-install-recommends", .. missing]);

bool built = house.Step("restore", stepLimit, "dotnet", ["restore", solution, "--locked-mode"])
    && house.Step("build", stepLimit, "dotnet", ["build", solution, "-c", "Release", "--no-restore", "-warnaserror", "-v", "minimal", "-p:UseSharedCompilation=true"]);
if (built)
{
    Action<TimeSpan>[] steps = options.Pieces.Count > 0 ? [] :
    [
        // Style and analyzers are the build's.
        _ => house.Step("format", stepLimit, "dotnet", ["format", "whitespace", ".", "--folder", "--verify-no-changes", "--exclude", "artifacts", "web/node_modules"]),
        _ => house.Step("web types", stepLimit, "node", ["web/node_modules/typescript/bin/tsc", "--noEmit", "--project", "web"]),
    ];
    long began = Stopwatch.GetTimestamp();
    // The long ones begin, so that short ones fill what is left at the end.
    TestProject[] wanted = [.. tests.Where(t => Wanted(t.Name) && (!options.Fast || t.Name == "Peregrine.Tidy")).OrderByDescending(t => Array.IndexOf(longest, t.Name))];
    Action<TimeSpan>[] suites =
    [
        .. webSuites.Where(w => Wanted(w.Name) && !options.Fast).Reverse().Select(w => (Action<TimeSpan>)(limit => house.Test(w, results, limit))),
        .. wanted.Select(t => (Action<TimeSpan>)(limit => house.Test(t, results, limit))),
        .. steps,
    ];
    // Three at a time: one often waits for sockets, disks or processes that it has killed. Deep runs measure, so each has the machine to itself.
    var together = new ParallelOptions { MaxDegreeOfParallelism = options.Deep ? 1 : 3 };
    Parallel.ForEach(Partitioner.Create(suites, EnumerablePartitionerOptions.NoBuffering), together, run => run(options.Deep ? deepLimit : Left(testLimit, began)));
    if (options.Deep)
    {
        foreach (DeepRun run in deepRuns.Where(d => Wanted(d.Name)))
            house.Step(run.Name, deepLimit, run.Command[0], run.Command[1..], isPiece: true);
        DeepReport.Write(root, house.Pieces);
    }
}

Console.WriteLine($"{house.Passed} passed, {house.Failed} failed");
return house.Failed == 0 ? 0 : 1;

static TimeSpan Left(TimeSpan limit, long began) => TimeSpan.FromSeconds(Math.Max(1, (limit - Stopwatch.GetElapsedTime(began)).TotalSeconds));

bool Wanted(string piece) => options.Pieces.Count == 0 || options.Pieces.Contains(piece, StringComparer.Ordinal);

static DeepRun Twin(string name, string seeds) =>
    new(name, ["dotnet", "run", "-c", "Release", "--no-build", "--project", "tests/Peregrine.Twin.Run", "--", "--seeds", seeds, "--commands", "10000", "--invariants"]);

static string Root([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;

static TestProject[] TestProjects(string root)
{
    string tests = Path.Combine(root, "tests");
    if (!Directory.Exists(tests)) return [];
    return [.. Directory.EnumerateFiles(tests, "*.csproj", SearchOption.AllDirectories)
        .Where(p => File.ReadAllText(p).Contains("\"Microsoft.NET.Test.Sdk\"", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal)
        .Select(p => new TestProject(Path.GetFileNameWithoutExtension(p), p))];
}

/// <summary>A program with the argument list it is started with, from the root of the repository.</summary>
internal sealed record DeepRun(string Name, string[] Command);

internal sealed record TestProject(string Name, string Path);

/// <summary>Tests of the terminal, by their configuration.</summary>
internal sealed record WebSuite(string Name, string Config, bool NeedsBrowser);

/// <summary>One piece of a deep run, as the report tells it.</summary>
internal sealed record Piece(string Name, string Command, TimeSpan Took, string Result, IReadOnlyList<string> LastLines);

internal sealed record Options(bool Fast, bool Deep, bool Bless, IReadOnlyList<string> Pieces)
{
    public static bool TryParse(string[] args, out Options options, out string complaint)
    {
        bool fast = false, deep = false, bless = false;
        List<string> pieces = [];
        complaint = "";
        foreach (string arg in args)
        {
            switch (arg)
            {
                case "--fast": fast = true; break;
                case "--deep": deep = true; break;
                case "--bless": bless = true; break;
                default:
                    if (deep && !arg.StartsWith('-')) pieces.Add(arg);
                    else complaint = arg.StartsWith('-') ? $"'{arg}' is not an option of verify." : $"'{arg}' names a piece, and pieces are named after --deep only.";
                    break;
            }
        }
        if (fast && deep) complaint = "--fast and --deep exclude each other.";
        options = new Options(fast, deep, bless, pieces);
        return complaint.Length == 0;
    }
}

/// <summary>Runs the steps, keeps the count.</summary>
internal sealed class House(string root, Options options)
{
    private const int LinesKept = 25;
    private const string Browser = "/usr/bin/chromium";
    private readonly List<Piece> _pieces = [];
    // Test projects run together; what they come to is told and counted one at a time.
    private readonly Lock _telling = new();

    public int Passed { get; private set; }
    public int Failed { get; private set; }
    public IReadOnlyList<Piece> Pieces => _pieces;

    /// <summary>A step without tests of its own: red counts as one failed; green counts only for a piece, which is a test in all but name.</summary>
    public bool Step(string name, TimeSpan limit, string program, string[] arguments, bool isPiece = false)
    {
        Outcome outcome = Run(program, arguments, limit);
        bool green = outcome.Problem is null;
        lock (_telling)
        {
            if (!green) Failed++;
            else if (isPiece) Passed++;
            Tell(name, outcome, outcome.Problem ?? "ok", green);
            if (isPiece) Remember(name, program, arguments, outcome, outcome.Problem ?? "passed");
        }
        return green;
    }

    public void Test(TestProject project, string results, TimeSpan limit)
    {
        string trx = Path.Combine(results, project.Name + ".trx");
        string[] arguments = ["test", project.Path, "-c", "Release", "--no-build", "--logger", $"trx;LogFileName={project.Name}.trx", "--results-directory", results];
        Count(project.Name, "dotnet", arguments, Run("dotnet", arguments, limit), () => Counters.Read(trx));
    }

    public void Test(WebSuite suite, string results, TimeSpan limit)
    {
        if (suite.NeedsBrowser && !File.Exists(Browser))
        {
            lock (_telling) Console.WriteLine($"  {suite.Name,-28}           skipped: there is no {Browser}");
            return;
        }
        string json = Path.Combine(results, suite.Name.Replace('/', '-') + ".json");
        string[] arguments = ["web/node_modules/vitest/vitest.mjs", "run", "--root", suite.Name, "--config", suite.Config, "--reporter=default", "--reporter=json", $"--outputFile={json}"];
        Count(suite.Name, "node", arguments, Run("node", arguments, limit), () => Counters.ReadJson(json));
    }

    // No result file, an empty one, or a red exit without a failed test: none of them may pass for green.
    private void Count(string name, string program, string[] arguments, Outcome outcome, Func<Counters> read)
    {
        Counters counters = read();
        string? problem = counters.Problem is null ? (counters.Failed == 0 ? outcome.Problem : null)
            : outcome.Problem is null ? counters.Problem : $"{outcome.Problem}, {counters.Problem}";
        int failed = counters.Failed + (problem is null ? 0 : 1);
        string summary = $"{counters.Passed} passed, {counters.Failed} failed, {counters.Skipped} skipped" + (problem is null ? "" : $"; {problem}");
        lock (_telling)
        {
            Passed += counters.Passed;
            Failed += failed;
            Tell(name, outcome, summary, failed == 0);
            Remember(name, program, arguments, outcome, summary);
        }
    }

    private Outcome Run(string program, string[] arguments, TimeSpan limit)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = root, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        if (options.Deep) start.Environment["PEREGRINE_DEEP"] = "1";
        // Most processes of a short run live for seconds: counting for a better second compilation costs them more than it gives.
        else start.Environment["DOTNET_TieredPGO"] = "0";
        if (options.Bless) start.Environment["PEREGRINE_BLESS"] = "1";
        List<string> lines = [];
        long began = Stopwatch.GetTimestamp();
        try
        {
            using Process process = Process.Start(start)!;
            process.OutputDataReceived += (_, e) => Keep(e.Data);
            process.ErrorDataReceived += (_, e) => Keep(e.Data);
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            bool ended = process.WaitForExit(limit);
            if (!ended) process.Kill(entireProcessTree: true);
            process.WaitForExit();
            string? problem = !ended ? $"stopped after {limit.TotalSeconds:0} s" : process.ExitCode != 0 ? $"exit code {process.ExitCode}" : null;
            return new Outcome(Stopwatch.GetElapsedTime(began), problem, lines);
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return new Outcome(Stopwatch.GetElapsedTime(began), $"could not be started: {e.Message}", lines);
        }

        void Keep(string? line)
        {
            if (line is null) return;
            lock (lines) lines.Add(line);
            if (options.Deep) Console.WriteLine($"    {line}");
        }
    }

    private void Tell(string name, Outcome outcome, string summary, bool green)
    {
        if (!green && !options.Deep)
        {
            foreach (string line in outcome.Lines) Console.WriteLine($"    {line}");
        }
        Console.WriteLine($"{(green ? "  " : "X ")}{name,-28} {outcome.Took.TotalSeconds,7:0.0} s  {summary}");
    }

    private void Remember(string name, string program, string[] arguments, Outcome outcome, string result)
    {
        string command = string.Join(' ', arguments.Prepend(program).Select(a => a.Contains(' ') || a.Contains(';') ? $"'{a}'" : a));
        string[] tail = [.. outcome.Lines.Where(l => l.Trim().Length > 0).TakeLast(LinesKept)];
        _pieces.Add(new Piece(name, command, outcome.Took, result, tail));
    }

    private sealed record Outcome(TimeSpan Took, string? Problem, IReadOnlyList<string> Lines);
}

/// <summary>What one file of results says.</summary>
internal sealed record Counters(int Passed, int Failed, int Skipped, string? Problem)
{
    public static Counters Read(string trx)
    {
        if (!File.Exists(trx)) return new Counters(0, 0, 0, "no result file was written");
        XElement? counters = XDocument.Load(trx).Descendants().FirstOrDefault(e => e.Name.LocalName == "Counters");
        int total = Number("total"), passed = Number("passed"), failed = Number("failed") + Number("error") + Number("timeout") + Number("aborted");
        return new Counters(passed, failed, total - passed - failed, total == 0 ? "not one test was found" : null);

        int Number(string name) => int.TryParse(counters?.Attribute(name)?.Value, CultureInfo.InvariantCulture, out int value) ? value : 0;
    }

    public static Counters ReadJson(string path)
    {
        if (!File.Exists(path)) return new Counters(0, 0, 0, "no result file was written");
        using JsonDocument told = JsonDocument.Parse(File.ReadAllText(path));
        int total = Number("numTotalTests"), passed = Number("numPassedTests"), failed = Number("numFailedTests");
        return new Counters(passed, failed, total - passed - failed, total == 0 ? "not one test was found" : null);

        int Number(string name) => told.RootElement.GetProperty(name).GetInt32();
    }
}

/// <summary>`bench/results/verify-deep.md`: what was run, where, on which code. A piece stays in the report for as long as the code that it runs is what it was.</summary>
/// <remarks>A whole deep run is hours, so it is done in pieces and over days; and a change of a page says nothing of what the twin compared.</remarks>
internal static class DeepReport
{
    private const string Heading = "## ";
    // What starts the whole program: whatever is changed may change it.
    private static readonly string[] Whole = ["src", "tests", "web"], Starters = ["Peregrine.EndToEnd", "Peregrine.Client.Tests", "web", "web/e2e"];

    public static void Write(string root, IReadOnlyList<Piece> pieces)
    {
        string path = Path.Combine(root, "bench", "results", "verify-deep.md");
        string commit = Git(root, "rev-parse HEAD");
        bool dirty = Git(root, "status --porcelain -- . :!bench/results").Length > 0;
        string commitLine = $"- Commit: `{commit}`{(dirty ? " with uncommitted changes" : "")}";
        var sections = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (!dirty && File.Exists(path)) Merge(root, File.ReadAllLines(path), sections);
        foreach (Piece piece in pieces) sections[piece.Name] = $"\n{commitLine}\n{(dirty ? "" : $"{CodeLine(root, piece.Name)}\n")}{Section(root, piece)}";

        var text = new StringBuilder("# Deep verification\n\n");
        text.Append("Written by `dotnet run verify.cs -- --deep`, which sets `PEREGRINE_DEEP=1`. Durations belong to the machine; results do not.\n\n");
        text.Append("A piece is kept while the code that it names is what it was; what is run anew, or was run on other code, is replaced or left out.\n");
        foreach ((string name, string body) in sections) text.Append('\n').Append(Heading).Append(name).Append('\n').Append(body);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text.ToString());
        Console.WriteLine($"  written: {Path.GetRelativePath(root, path)}");
    }

    private static void Merge(string root, string[] lines, SortedDictionary<string, string> sections)
    {
        string? name = null;
        foreach (string line in lines)
        {
            // What a piece printed is indented, so a heading at the start of a line is ours.
            if (line.StartsWith(Heading, StringComparison.Ordinal)) sections[name = line[Heading.Length..]] = "";
            else if (name is not null) sections[name] += line + "\n";
        }
        foreach (string key in sections.Keys.ToArray())
        {
            if (sections[key].Split('\n').Contains(CodeLine(root, key), StringComparer.Ordinal)) sections[key] = sections[key].TrimEnd('\n') + "\n";
            else sections.Remove(key);
        }
    }

    // What git calls the folders that a piece is built from.
    private static string CodeLine(string root, string piece)
    {
        SortedSet<string> folders = new(Starters.Contains(piece) ? Whole : ["tests/golden", "tests/seeds.txt"], StringComparer.Ordinal);
        if (!Starters.Contains(piece)) Gather(root, Path.Combine(root, FolderOf(piece)), folders);
        string trees = Git(root, "rev-parse " + string.Join(' ', folders.Select(static f => "HEAD:" + f)));
        return $"- Code: `{Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(trees)))[..16]}`, of {string.Join(", ", folders)}";
    }

    private static string FolderOf(string piece) =>
        piece == "hour" ? "bench/Peregrine.Bench.Hours" : piece.StartsWith("twin-", StringComparison.Ordinal) ? "tests/Peregrine.Twin.Run" : "tests/" + piece;

    // A project's folder and those of all that it refers to.
    private static void Gather(string root, string folder, SortedSet<string> folders)
    {
        if (!Directory.Exists(folder) || !folders.Add(Path.GetRelativePath(root, folder))) return;
        foreach (XElement reference in Directory.EnumerateFiles(folder, "*.csproj").SelectMany(static p => XDocument.Load(p).Descendants("ProjectReference")))
            Gather(root, Path.GetDirectoryName(Path.GetFullPath(Path.Combine(folder, reference.Attribute("Include")!.Value)))!, folders);
    }

    private static string Section(string root, Piece piece)
    {
        var text = new StringBuilder();
        text.Append("- Date: ").Append(DateTime.UtcNow.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)).Append(" UTC\n");
        text.Append("- Machine: ").Append(Machine()).Append('\n');
        text.Append("- Command: `").Append(Portable(root, piece.Command)).Append("`\n");
        text.Append("- Duration: ").Append(piece.Took.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)).Append(" s\n");
        text.Append("- Result: ").Append(Portable(root, piece.Result)).Append("\n\n");
        foreach (string line in piece.LastLines) text.Append("    ").Append(Portable(root, line).TrimEnd()).Append('\n');
        return text.ToString();
    }

    /// <summary>Where the repository lies on this machine is nobody's business and would make two reports differ.</summary>
    private static string Portable(string root, string line) => line.Replace(root + Path.DirectorySeparatorChar, "", StringComparison.Ordinal).Replace(root, ".", StringComparison.Ordinal);

    private static string Machine()
    {
        const string CpuInfo = "/proc/cpuinfo";
        string cpu = File.Exists(CpuInfo)
            ? File.ReadLines(CpuInfo).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "unknown processor"
            : "unknown processor";
        long gib = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30;
        return $"{Environment.ProcessorCount} × {cpu}, {gib} GiB, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}";
    }

    private static string Git(string root, string arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = root, RedirectStandardOutput = true })!;
        string text = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return text;
    }
}
