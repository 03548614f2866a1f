namespace Peregrine.Bench.Replay;

internal static class Engines
{
    /// <summary>In the order they run when none is named.</summary>
    public static readonly (string Name, Func<IReplayEngine> Make)[] All =
    [
        ("book", static () => new BookEngine()),
        ("full", static () => new FullEngine()),
        ("slow", static () => new SlowEngine()),
    ];

    public static (string Name, Func<IReplayEngine> Make) Named(string name)
    {
        foreach (var engine in All)
        {
            if (engine.Name == name) return engine;
        }
        throw new BadInputException($"There is no engine '{name}'; there are: {string.Join(", ", All.Select(e => e.Name))}.");
    }
}
