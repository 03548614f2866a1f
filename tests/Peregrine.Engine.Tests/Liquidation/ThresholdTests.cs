using Peregrine.Core;
using Peregrine.Engine.Liquidation;
using Peregrine.Engine.State;
using Peregrine.Engine.Tests.Snapshots;
using Xunit;

namespace Peregrine.Engine.Tests.Liquidation;

/// <summary>The index finds exactly the accounts that a look at every account would find.</summary>
public sealed class ThresholdTests
{
    private static readonly bool Deep = Environment.GetEnvironmentVariable("PEREGRINE_DEEP") is not null;

    /// <summary>Before each price nobody is queued, so who is below a line with the new price and was not before is told first of all, and nobody else.</summary>
    [Theory]
    [InlineData(1), InlineData(2), InlineData(3)]
    public void A_price_warns_and_starts_whom_a_full_scan_finds(int batch)
    {
        int compared = 0, warned = 0, started = 0;
        for (int i = 0; i < (Deep ? 100 : 4); i++)
        {
            Running running = new();
            foreach (Command command in CrashStream.Of((ulong)(batch * 500 + i), 2_500, calm: true))
            {
                if (!IsCompared(running.Engine, in command))
                {
                    running.Apply(in command);
                    continue;
                }
                (List<(int, int, int)> lines, List<(int, int)> failing) = Expected(running.Engine.State!, in command);
                running.Apply(in command);
                string where = $"batch {batch}, seed {batch * 500 + i}, seq {command.Header.Seq}";
                Assert.True(lines.SequenceEqual(Warned(running.Told, lines.Count)), where);
                AssertStarts(failing, running.Told, where);
                if (failing.Count == 0) Assert.True(CountOf(running.Told, EventKind.LiquidationStarted) == 0 && CountOf(running.Told, EventKind.MarginWarning) == lines.Count, where);
                (compared, warned, started) = (compared + 1, warned + lines.Count, started + failing.Count);
            }
        }
        Assert.True(compared > 500 && warned > 50 && started > 20, $"{compared} {warned} {started}");
    }

    /// <summary>Far from every threshold an update tests nobody, however many positions there are.</summary>
    [Fact]
    public void An_update_that_reaches_nobody_tests_nobody()
    {
        Running running = new();
        foreach (Command command in CrashStream.Of(3, 600)) running.Apply(in command);
        EngineState state = running.Engine.State!;
        Assert.True(Enumerable.Range(1, state.Positions.HighWater).Count(slot => state.Positions[slot].Threshold != 0) > 10);
        Assert.False(state.Suspects.Any);
    }

    // Only prices, and only where nothing else can happen in the same command: no timer that runs before it, no stop that it fires, nobody in the queue, every market open and trusted.
    private static bool IsCompared(Engine engine, in Command command)
    {
        EngineState? state = engine.State;
        if (state is null || command.Header.Kind is not (CommandKind.SetPrices or CommandKind.SetAssetPrice)) return false;
        if (engine.NextDueNs <= command.Header.TimeNs || state.Cases.Count > 0 || state.Lockout.IsOn || state.Triggers.Triggers.Count > 0) return false;
        for (int id = 1; id <= state.MarketCount; id++)
        {
            Market market = state.Markets[id];
            if (market.State != MarketState.Open || market.PriceState != PriceState.Fresh || LiquidationGate.In(market) != StepRight.All) return false;
        }
        return command.Header.Kind != CommandKind.SetPrices || Command.Body<SetPrices>(in command).State == PriceState.Fresh;
    }

    // By a look at everybody with the price put in by hand, and taken out again.
    private static (List<(int, int, int)> Lines, List<(int, int)> Failing) Expected(EngineState state, in Command command)
    {
        List<(int, int, int)> lines = [];
        List<(int, int)> failing = [];
        bool isMarket = command.Header.Kind == CommandKind.SetPrices;
        int id = isMarket ? Command.Body<SetPrices>(in command).Market : Command.Body<SetAssetPrice>(in command).Asset;
        Subticks mark = isMarket ? state.Markets[id].Mark : default;
        Micros index = isMarket ? default : state.Assets[id].Index;
        if (isMarket) state.Markets[id].Mark = Command.Body<SetPrices>(in command).Mark;
        else state.Assets[id].Index = Command.Body<SetAssetPrice>(in command).Index;
        foreach (FullScan.Part part in new FullScan(state).Parts())
        {
            if (part.Below > part.Told) lines.Add((part.Account, part.Market, part.Below));
            if (part.IsFailing) failing.Add((part.Account, part.Market));
        }
        if (isMarket) state.Markets[id].Mark = mark;
        else state.Assets[id].Index = index;
        return (lines, failing);
    }

    private static List<(int, int, int)> Warned(ReadOnlySpan<byte> told, int first)
    {
        List<(int, int, int)> warned = [];
        EventReader reader = new(told);
        while (reader.Next() && warned.Count < first)
        {
            if (reader.Header.Kind != EventKind.MarginWarning) continue;
            int line = reader.Body<MarginWarning>().LinePermille switch { 1500 => 1, 1200 => 2, _ => 3 };
            warned.Add((reader.Header.Account, reader.Header.Market, line));
        }
        return warned;
    }

    // In order of account; but one liquidation may change the positions of the next ones, for better or worse, before they are reached.
    private static void AssertStarts(List<(int Account, int Market)> failing, ReadOnlySpan<byte> told, string where)
    {
        List<(int Account, int Market)> started = [];
        HashSet<int> changed = [];
        EventReader reader = new(told);
        while (reader.Next())
        {
            (int account, int market) = (reader.Header.Account, reader.Header.Market);
            if (reader.Header.Kind == EventKind.PositionChanged) changed.Add(account);
            if (reader.Header.Kind != EventKind.LiquidationStarted) continue;
            Assert.True(failing.Contains((account, market)) || changed.Contains(account), where);
            started.Add((account, market));
        }
        Assert.All(failing, part => Assert.True(started.Contains(part) || changed.Contains(part.Account), where));
        if (failing.Count > 0) Assert.Equal(failing[0], started[0]);
        List<(int, int)> first = [.. started.Where(failing.Contains)];
        Assert.Equal(failing.Where(first.Contains), first);
    }

    private static int CountOf(ReadOnlySpan<byte> told, EventKind kind)
    {
        int count = 0;
        EventReader reader = new(told);
        while (reader.Next()) count += reader.Header.Kind == kind ? 1 : 0;
        return count;
    }
}
