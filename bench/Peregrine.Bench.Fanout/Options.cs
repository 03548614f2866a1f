using static Peregrine.Bench.Arguments;

namespace Peregrine.Bench.Fanout;

/// <summary>What is asked of a run. Everything has a bound: this is a tool for a venue on the same machine.</summary>
internal sealed record Options
{
    public const string Usage = """
        spread --url URL [--pid PID] [--listeners N] [--rounds N] [--warm N] [--market NAME]   one trade a second, told to everybody; a bare loop tells as many in the same run
        flow --url URL [--listeners N] [--seconds N] [--stalled N] [--warm N] [--market NAME]  the book every 20 ms, without and with sockets that read nothing; the orders come from somebody else
        """;

    public Uri Url { get; init; } = new("http://127.0.0.1:8080");

    /// <summary>The venue's process, whose memory is looked at; 0 when it is not.</summary>
    public int Pid { get; init; }

    public int Listeners { get; init; } = 1000;

    public int Rounds { get; init; } = 20;

    public int Seconds { get; init; } = 10;

    /// <summary>Seconds before those that count.</summary>
    public int Warm { get; init; } = 5;

    public int Stalled { get; init; } = 10;

    public string Market { get; init; } = "BTC-PERP";

    public static Options Parse(string[] args)
    {
        var options = new Options();
        foreach ((string name, string value) in Pairs(args))
        {
            options = name switch
            {
                "--url" => options with { Url = new Uri(value) },
                "--pid" => options with { Pid = Number(value, 1, int.MaxValue) },
                "--listeners" => options with { Listeners = Number(value, 1, 19_000) },
                "--rounds" => options with { Rounds = Number(value, 1, 600) },
                "--seconds" => options with { Seconds = Number(value, 1, 600) },
                "--warm" => options with { Warm = Number(value, 0, 60) },
                "--stalled" => options with { Stalled = Number(value, 0, 1000) },
                "--market" => options with { Market = value },
                _ => throw new ArgumentException($"Unknown option {name}.", nameof(args)),
            };
        }
        if (!options.Url.IsLoopback) throw new ArgumentException("Only a venue on this machine is listened to.", nameof(args));
        return options;
    }
}
