using Peregrine.Core;
using Peregrine.Engine.Liquidation;
using Peregrine.Engine.Prices;
using Peregrine.Engine.Tests.Accounts;
using Xunit;

namespace Peregrine.Engine.Tests.Prices;

/// <summary>The table of domain §7.5, word for word, and every cell of it done.</summary>
public sealed class FreshnessTableTests
{
    private const string Table = """
        | | Fresh | Suspect | Stale | Dead |
        | new risk | ✔ | ✘ | ✘ | ✘ |
        | reduce, cancel | ✔ | ✔ | ✔ | cancel only |
        | resting orders matchable | ✔ | ✔ | ✔ | ✘ |
        | mark/index triggers | ✔ | ✘ | ✘ | ✘ |
        | last triggers | ✔ | only with lastGuard off | only with lastGuard off | ✘ |
        | liquidation steps here | ✔ | only if E<0 at **both** old and candidate price | ✘ | ✘ |
        | funding samples | ✔ | ✘ | ✘ | ✘ |
        | withdraw from accounts with positions here | ✔ | ✘ | ✘ | ✘ |
        """;

    private const long Second = SourcedFloor.Second;

    public static TheoryData<string, string, string> Cells()
    {
        TheoryData<string, string, string> cells = [];
        string[][] rows = [.. Table.Split('\n').Select(line => line.Split('|').Select(cell => cell.Trim()).ToArray()[1..^1])];
        foreach (string[] row in rows[1..])
        {
            for (int i = 1; i < row.Length; i++)
            {
                cells.Add(row[0], rows[0][i], row[i]);
                // A price is suspect for two reasons, and only one of them has another price to ask.
                if (rows[0][i] == "Suspect") cells.Add(row[0], "Suspect by age", row[0] == "liquidation steps here" ? "✘" : row[i]);
            }
        }
        return cells;
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Holds(string action, string state, string allowed)
    {
        Stage stage = new(state);
        string done = action switch
        {
            "new risk" => YesOrNo(stage.Floor.Limit(stage.Alice, Side.Buy, 10, 590_000) == RejectCode.None),
            "reduce, cancel" => stage.ReduceAndCancel(),
            "resting orders matchable" => YesOrNo(stage.Match()),
            "mark/index triggers" => stage.FireByMarkAndIndex(),
            "last triggers" => stage.FireByLast(),
            "liquidation steps here" => stage.Liquidate(),
            "funding samples" => YesOrNo(stage.Sample()),
            "withdraw from accounts with positions here" => YesOrNo(stage.Withdraw()),
            _ => throw new ArgumentOutOfRangeException(nameof(action), action, "a row that nobody does"),
        };
        Assert.Equal(allowed, done);
    }

    [Fact]
    public void The_table_has_all_its_cells() => Assert.Equal(8 * 5, Cells().Count);

    private static string YesOrNo(bool done) => done ? "✔" : "✘";

    /// <summary>Alice is long and Bob short; both have orders in the book, and the price has become what the column says.</summary>
    private sealed class Stage
    {
        private const long Mark = SourcedFloor.Index / 1000;
        private readonly int _bob;
        private readonly long _resting;
        private readonly string _state;

        public Stage(string state)
        {
            _state = state;
            Floor = new SourcedFloor();
            Alice = Floor.NewAccount();
            _bob = Floor.NewAccount();
            Floor.Limit(_bob, Side.Sell, 10_000, Mark);
            Floor.Limit(Alice, Side.Buy, 10_000, Mark);
            Floor.Limit(_bob, Side.Buy, 200_000, Mark - 5_000);
            Floor.Limit(Alice, Side.Sell, 200_000, Mark + 5_000);
            _resting = Floor.Done.Detail1;
            Stop(TriggerRef.Last, Mark - 4_000, OrderFlags.ReduceOnly);
            Stop(TriggerRef.Last, Mark - 4_000, OrderFlags.ReduceOnly | OrderFlags.NoLastGuard);
            for (int i = 0; i < 8; i++) Floor.Tell(SourcedFloor.Index, Second);
            if (state == "Suspect") Floor.Tell(SourcedFloor.Index * 11 / 10);
            else if (state != "Fresh") Floor.Wait(state switch { "Suspect by age" => 6, "Stale" => 16, "Dead" => 121, _ => throw new ArgumentOutOfRangeException(nameof(state)) } * Second);
            Assert.Equal(Enum.Parse<PriceState>(state.Split(' ')[0]), Floor.Market.PriceState);
        }

        public SourcedFloor Floor { get; }
        public int Alice { get; }

        public string ReduceAndCancel()
        {
            bool reduces = Floor.Limit(Alice, Side.Sell, 10, Mark + 100, flags: OrderFlags.ReduceOnly) == RejectCode.None;
            bool cancels = Floor.Do(new CancelOrder { Order = new(_resting) }, Alice) == RejectCode.None && Floor.Told<OrderCancelled>().Count == 1;
            return reduces && cancels ? "✔" : cancels ? "cancel only" : "✘";
        }

        public bool Match()
        {
            Floor.Limit(_bob, Side.Buy, 10, Mark + 5_000, tif: TimeInForce.Ioc, flags: OrderFlags.ReduceOnly);
            return Floor.Told<Trade>().Count > 0;
        }

        public string FireByMarkAndIndex()
        {
            bool mark = Fires(TriggerRef.Mark);
            bool index = Fires(TriggerRef.Index);
            Assert.Equal(mark, index);
            return YesOrNo(mark);
        }

        public string FireByLast()
        {
            Floor.Limit(Alice, Side.Sell, 10, Mark - 5_000, tif: TimeInForce.Ioc, flags: OrderFlags.ReduceOnly);
            return Floor.Told<OrderTriggered>().Count switch { 2 => "✔", 1 => "only with lastGuard off", _ => "✘" };
        }

        public string Liquidate() => PriceGates.OfLiquidation(Floor.Market, Floor.NowNs) switch
        {
            StepRight.All => "✔",
            StepRight.Bankrupt => "only if E<0 at **both** old and candidate price",
            StepRight.None or StepRight.BankruptToBackstop => "✘",
        };

        public bool Sample()
        {
            int before = Floor.Market.Funding.Samples;
            // The tick alone, a second on; what was fresh stays so for it.
            Floor.Wait(Second);
            Assert.Equal(_state.Split(' ')[0], Floor.Market.PriceState.ToString());
            return Floor.Market.Funding.Samples > before;
        }

        public bool Withdraw()
        {
            RejectCode code = Floor.Do(new RequestWithdrawal { Amount = Venue.Dollar, Asset = 1, Request = new RequestKey(9, 9) }, Alice);
            Assert.True(code is RejectCode.None or RejectCode.PriceState);
            return code == RejectCode.None;
        }

        // Its condition holds already: it fires at once or sleeps.
        private bool Fires(TriggerRef by)
        {
            Stop(by, Mark + 1_000, OrderFlags.ReduceOnly | OrderFlags.AllowImmediate);
            return Floor.Told<OrderTriggered>().Count > 0;
        }

        private void Stop(TriggerRef by, long price, OrderFlags flags) => Floor.Do(new PlaceOrder
        {
            Market = 1,
            Type = OrderType.Market,
            Side = Side.Sell,
            Tif = TimeInForce.Ioc,
            Qty = new(100),
            Trigger = TriggerKind.Stop,
            TriggerBy = by,
            TriggerPrice = new(price),
            Flags = flags,
        }, Alice);
    }
}
