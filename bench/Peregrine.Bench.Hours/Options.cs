using System.Globalization;
using Peregrine.Bench.Load;
using static Peregrine.Bench.Arguments;

namespace Peregrine.Bench.Hours;

/// <summary>What is asked of a run. Everything has a bound: it ends by itself.</summary>
internal sealed record Options
{
    public const string Usage =
        "[--minutes N] [--settled N] [--rate N] [--users N]   the venue's memory is compared with what it was after so many minutes, at the end\n"
        + "--turns N [--rate N] [--users N]   what history costs whoever trades: so many turns with it, and as many without";

    public int Minutes { get; init; } = 60;

    /// <summary>Minutes after which what is bounded has filled up and the code is compiled: memory is counted from there.</summary>
    public int Settled { get; init; } = 10;

    /// <summary>Orders and cancels a second, beside what the sandbox does.</summary>
    public int Rate { get; init; } = 1000;

    public int Users { get; init; } = 16;

    /// <summary>Turns with history, and as many without; 0 leaves the venue running instead.</summary>
    public int Turns { get; init; }

    /// <summary>What its users do, seconds that do not count before those that do.</summary>
    public LoadOptions Load(Uri url, int warm, int seconds) =>
        LoadOptions.Parse(["--url", url.ToString(), "--path", "binary", "--window", "16", "--users", Text(Users), "--rate", Text(Rate), "--warm", Text(warm), "--seconds", Text(seconds)]);

    public static Options Parse(string[] args)
    {
        var options = new Options();
        foreach ((string name, string value) in Pairs(args))
        {
            options = name switch
            {
                "--minutes" => options with { Minutes = Number(value, 1, 60) },
                "--settled" => options with { Settled = Number(value, 0, 59) },
                "--rate" => options with { Rate = Number(value, 1, 20_000) },
                "--turns" => options with { Turns = Number(value, 1, 20) },
                "--users" => options with { Users = Number(value, 1, 128) },
                _ => throw new ArgumentException($"Unknown option {name}.", nameof(args)),
            };
        }
        if (options.Settled >= options.Minutes) throw new ArgumentException("--settled lies before --minutes.", nameof(args));
        return options;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
