using static Peregrine.Bench.Arguments;

namespace Peregrine.Bench.Load;

/// <summary>How orders travel.</summary>
internal enum Path : byte
{
    Http = 1,
    Ws = 2,
    Binary = 3,
    /// <summary>The dialect of futures bots, over HTTP.</summary>
    Fapi = 4,
    /// <summary>Over HTTP natively and in the dialect, in turn: what they reach is compared.</summary>
    Compare = 5,
}

/// <summary>What is asked of a run. Everything has a bound: this is a tool for a venue on the same machine.</summary>
internal sealed record LoadOptions
{
    public Uri Url { get; init; } = new("http://127.0.0.1:8080");

    public Path Path { get; init; } = Path.Http;

    public int Users { get; init; } = 8;

    /// <summary>Requests of a user under way at once.</summary>
    public int Window { get; init; } = 1;

    public int Seconds { get; init; } = 5;

    /// <summary>Seconds before those that count: for so long the runtime compiles beside the load.</summary>
    public int Warm { get; init; } = 15;

    /// <summary>Orders alone are placed, which fill at once or end: without cancels, the rate is that of placing.</summary>
    public bool PlacesOnly { get; init; }

    /// <summary>How often each path of a comparison has its turn.</summary>
    public int Rounds { get; init; } = 2;

    /// <summary>What is loaded, in turn.</summary>
    public IReadOnlyList<Path> Paths => Path == Path.Compare ? [Path.Http, Path.Fapi] : [Path];

    /// <summary>Each request under way has a connection of its own.</summary>
    public bool IsHttp => Path is Path.Http or Path.Fapi or Path.Compare;

    /// <summary>Requests a second in all, at times set in advance; 0 asks again as soon as an answer came.</summary>
    public int Rate { get; init; }

    /// <summary>How many of those that are due travel together at most: a user changes several orders at once.</summary>
    public int Run { get; init; } = 8;

    /// <summary>Milliseconds that a user thinks between an answer and his next request, at least and at most; null asks at once.</summary>
    public (int Least, int Most)? Think { get; init; }

    public string Market { get; init; } = "BTC-PERP";

    public static LoadOptions Parse(string[] args)
    {
        var options = new LoadOptions();
        foreach ((string name, string value) in Pairs(args))
        {
            options = name switch
            {
                "--url" => options with { Url = new Uri(value) },
                "--path" => options with { Path = Enum.Parse<Path>(value, ignoreCase: true) },
                "--users" => options with { Users = Number(value, 1, 512) },
                "--window" => options with { Window = Number(value, 1, 256) },
                "--seconds" => options with { Seconds = Number(value, 1, 3600) },
                "--warm" => options with { Warm = Number(value, 0, 60) },
                "--orders" => options with { PlacesOnly = value switch { "ioc" => true, "mixed" => false, _ => throw new ArgumentException($"{value} is neither mixed nor ioc.", nameof(args)) } },
                "--rounds" => options with { Rounds = Number(value, 1, 10) },
                "--rate" => options with { Rate = Number(value, 0, 1_000_000) },
                "--run" => options with { Run = Number(value, 1, 256) },
                "--think" => options with { Think = Times(value) },
                "--market" => options with { Market = value },
                _ => throw new ArgumentException($"Unknown option {name}.", nameof(args)),
            };
        }
        if (options is { Rate: > 0, Think: not null }) throw new ArgumentException("--rate and --think exclude each other: who thinks asks when he has thought.", nameof(args));
        if (!options.Url.IsLoopback) throw new ArgumentException("Only a venue on this machine is loaded.", nameof(args));
        return options;
    }

    private static (int Least, int Most) Times(string text) => text.Split('-') is [var least, var most] && Number(least, 0, 10_000) is var from && Number(most, from, 10_000) is var to
        ? (from, to)
        : throw new ArgumentException($"{text} is not two times in milliseconds, as 5-19.", nameof(text));
}
