using Peregrine.Core;
using Peregrine.Scenarios.Running;
using Peregrine.Twin;

namespace Peregrine.Crash.Golden;

/// <summary>From where golden journals are made. One that is made already needs its source no more.</summary>
internal static class GoldenSources
{
    private static readonly string[] Scenarios =
    [
        "accounts/closed-status", "accounts/transfers", "liquidation/backstop", "liquidation/bad-debt", "liquidation/collateral-is-sold", "liquidation/deleveraging", "liquidation/settings",
        "limits/account-limits", "pair/fills-in-its-ratio", "incidents/a-stale-restart", "prices/triggers-see-every-index", "twap/pause-and-resume", "withdrawals/caps",
        "auctions/sealed-quotes", "changes/two-administrators", "changes/margin-moves-in-steps", "changes/notice", "delisting/from-notice-to-end", "lending/shares", "lending/too-large-for-its-collateral", "uncross/timed-calls",
    ];

    // A seed whose short stream does more kinds of commands than its neighbours'.
    private const ulong TradingSeed = 422;
    private const int TradingCommands = 600;

    public static IEnumerable<(string Name, IReadOnlyList<Command> Commands)> All()
    {
        yield return ("trading", Workload.Stream(TradingSeed, TradingCommands));
        foreach (string scenario in Scenarios) yield return (scenario.Replace('/', '-'), Recorded(scenario));
        yield return ("changes-whole-commands", WholeCommands());
        yield return ("changes-sources-and-resets", SourcesAndResets());
    }

    // Two operators give a command together, and a role is told.
    private static List<Command> WholeCommands()
    {
        List<Command> commands = Recorded("changes/two-administrators");
        var insured = Command.Of(new FundInsurance { Amount = new(5_000_000), Source = new RequestKey(7, 7) });
        AddBehind(commands, ProposeCommand.For(in insured, admin: 1));
        AddBehind(commands, Command.Of(new ApproveChange { Proposal = commands[^1].Header.Seq, Admin = 2 }));
        AddBehind(commands, Command.Of(new GrantRole { Person = 3, Role = 2 }));
        return commands;
    }

    // A halted market's price gets other sources, and somebody's lost second factor is let go.
    private static List<Command> SourcesAndResets()
    {
        List<Command> commands = Recorded("changes/two-administrators");
        SetFeed feed = new()
        {
            Rules = new SetPriceRules { Market = 1, MinSources = 1, MaxAgeNs = 10_000_000_000, MaxConfPpb = 5_000_000, MaxDevPpb = 50_000_000, JumpPpb = 50_000_000, MarkBandPpb = 5_000_000 },
        };
        feed.Sources[0] = new SetSource { Source = 1, Weight = 1 };
        AddBehind(commands, Command.Of(new SetMarketState { Market = 1, State = MarketState.Halted }));
        AddBehind(commands, Command.Of(feed));
        AddBehind(commands, Command.Of(new AllowFactorReset { Person = 3 }));
        return commands;
    }

    private static void AddBehind(List<Command> commands, Command command)
    {
        CommandHeader last = commands[^1].Header;
        (command.Header.Seq, command.Header.TimeNs) = (last.Seq + 1, last.TimeNs);
        commands.Add(command);
    }

    private static List<Command> Recorded(string scenario)
    {
        string text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Scenarios", scenario + ".txt"));
        List<Command> commands = [];
        IReadOnlyList<Failure> failures = ScenarioRunner.Run(text, sink => new Recorder(sink, commands));
        Assert.Empty(failures);
        return commands;
    }

    private sealed class Recorder(IEventSink sink, List<Command> commands) : IVenue
    {
        private readonly EngineVenue _venue = new(sink);

        public RejectCode Apply(in Command command)
        {
            commands.Add(command);
            return _venue.Apply(in command);
        }
    }
}
