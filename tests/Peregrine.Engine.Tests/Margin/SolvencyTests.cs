using Peregrine.Core;
using Peregrine.Engine.Margin;
using Peregrine.Engine.State;
using Peregrine.Engine.Tests.Snapshots;
using Xunit;

namespace Peregrine.Engine.Tests.Margin;

public sealed class SolvencyTests
{
    /// <summary>Domain §16.4. Marks stand still within a command, so what a fill left is what the command leaves, unless it brought prices itself.</summary>
    [Fact]
    public void No_fill_leaves_its_owner_below_zero()
    {
        for (ulong seed = 1; seed <= 8; seed++)
        {
            Running running = new();
            MarginBook? margin = null;
            foreach (Command command in Running.Stream(seed, 3000))
            {
                running.Apply(in command);
                margin ??= new MarginBook(running.Engine.State!);
                if (command.Header.Kind is CommandKind.SetPrices or CommandKind.SetAssetPrice) continue;
                EventReader reader = new(running.Told);
                while (reader.Next())
                {
                    if (reader.Header.Kind != EventKind.PositionChanged) continue;
                    long equity = Equity(running.Engine.State!, margin, reader.Header.Account, reader.Header.Market);
                    Assert.True(equity >= 0, $"seed {seed}, seq {command.Header.Seq}: account {reader.Header.Account} is left with {equity} in market {reader.Header.Market}");
                }
            }
        }
    }

    private static long Equity(EngineState state, MarginBook margin, int account, int market)
    {
        ref Position position = ref state.Positions[state.FindPosition(account, market)];
        return position.IsIsolated ? MarginBook.PotEquity(in position, state.Markets[market]).Value : margin.Of(account).EquityMaint.Value;
    }
}
