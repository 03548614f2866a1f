using Peregrine.Scenarios.Running;
using Xunit;

namespace Peregrine.Scenarios.Tests;

public sealed class ScenarioFiles
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Scenarios");

    public static TheoryData<string> Names()
    {
        TheoryData<string> names = [];
        foreach (string file in Directory.EnumerateFiles(Folder, "*.txt", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            names.Add(Path.GetRelativePath(Folder, file).Replace('\\', '/'));
        }
        return names;
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Holds(string name)
    {
        string text = File.ReadAllText(Path.Combine(Folder, name));
        IEnumerable<Failure> failures = ScenarioRunner.Run(text, sink => new EngineVenue(sink));
        Assert.Empty(failures.Select(f => f.Show(name)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Begins_with_a_sentence(string name)
    {
        string first = File.ReadLines(Path.Combine(Folder, name)).First();
        Assert.StartsWith("# ", first, StringComparison.Ordinal);
        Assert.EndsWith(".", first, StringComparison.Ordinal);
    }
}
