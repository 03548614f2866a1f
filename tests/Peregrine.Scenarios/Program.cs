using Peregrine.Scenarios.Running;

namespace Peregrine.Scenarios;

/// <summary>Runs the scenario files named on the command line; directories mean every <c>*.txt</c> below them.</summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        if (args.Length == 0)
        {
            Console.Error.WriteLine("usage: Peregrine.Scenarios FILE|DIRECTORY…");
            return 1;
        }
        int failed = 0;
        string[] files = [.. args.SelectMany(Files)];
        foreach (string file in files)
        {
            if (!Run(file)) failed++;
        }
        Console.WriteLine($"{files.Length - failed} of {files.Length} scenarios hold");
        return failed == 0 && files.Length > 0 ? 0 : 1;
    }

    private static IEnumerable<string> Files(string path) =>
        Directory.Exists(path) ? Directory.EnumerateFiles(path, "*.txt", SearchOption.AllDirectories).Order(StringComparer.Ordinal) : [path];

    private static bool Run(string file)
    {
        if (!File.Exists(file))
        {
            Console.Error.WriteLine($"{file}: no such file");
            return false;
        }
        IReadOnlyList<Failure> failures = ScenarioRunner.Run(File.ReadAllText(file), sink => new EngineVenue(sink));
        foreach (Failure failure in failures) Console.WriteLine(failure.Show(file));
        return failures.Count == 0;
    }
}
