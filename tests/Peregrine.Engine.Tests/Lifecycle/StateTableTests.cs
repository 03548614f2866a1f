using Peregrine.Core;
using Peregrine.Engine.Lifecycle;
using Peregrine.Engine.Liquidation;
using Xunit;

namespace Peregrine.Engine.Tests.Lifecycle;

/// <summary>The table of market states, as the specification writes it, executed cell by cell.</summary>
public sealed class StateTableTests
{
    private const string Table = """
        | | place risk | place RO | post-only | cancel | match | trigger | liquidate | funding |
        |---|---|---|---|---|---|---|---|---|
        | Draft | | | | | | | | |
        | PreOpen | limit only | | ✔ (plain limit) | ✔ | at uncross | | | |
        | Open | ✔ | ✔ | ✔ | ✔ | ✔ | ✔ | ✔ | ✔ |
        | PostOnly | | | ✔ | ✔ | | | | |
        | ReduceOnly | | ✔ | | ✔ | ✔ | RO | ✔ | ✔ |
        | CancelOnly | | | | ✔ | | | | |
        | Auction | limit only | limit only | ✔ (plain limit) | ✔ | at uncross | | E < 0, backstop only | ✔ |
        | Halted | | | | ✔ | | | | |
        | Settling | | | | auto | | | | |
        | Settled | | | | auto | | | | |
        """;

    public static TheoryData<string, string, string> Cells()
    {
        string[][] rows = [.. Table.Split('\n').Select(line => line.Split('|')[1..^1].Select(cell => cell.Trim()).ToArray())];
        TheoryData<string, string, string> cells = [];
        foreach (string[] row in rows[2..])
        {
            for (int i = 1; i < row.Length; i++) cells.Add(row[0], rows[0][i], row[i]);
        }
        return cells;
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Every_cell_is_as_written(string state, string action, string expected)
    {
        MarketState at = Enum.Parse<MarketState>(state);
        string found = action switch
        {
            "place risk" => PlaceRisk(at),
            "place RO" => PlaceReduceOnly(at),
            "post-only" => PostOnly(at),
            "cancel" => Cancel(at),
            "match" => Match(at),
            "trigger" => Trigger(at),
            "liquidate" => Liquidate(at),
            _ => MarketRules.HasFunding(at) ? "✔" : "",
        };
        Assert.Equal(expected, found);
    }

    // Alice is long 100 and bob short; each can trade with the other. Cara quotes at 60 100 and has a waiting order at 59 000.
    private sealed class Scene
    {
        public readonly LivingVenue Venue = new();
        public readonly int Alice;
        public readonly int Bob;
        public readonly int Cara;
        public readonly OrderId Resting;

        public Scene(MarketState at)
        {
            bool before = at is MarketState.Draft or MarketState.PreOpen;
            Venue.List(before ? at : MarketState.Open);
            (Alice, Bob, Cara) = (Venue.NewAccount(), Venue.NewAccount(), Venue.NewAccount());
            if (!before)
            {
                Venue.Limit(Bob, Side.Sell, 100, 600_000);
                Venue.Limit(Alice, Side.Buy, 100, 600_000);
            }
            if (at != MarketState.Draft) Venue.Limit(Cara, Side.Sell, 50, 601_000);
            Resting = new(at == MarketState.Draft ? 0 : Venue.Done.Detail1);
            if (!before) Triggers();
            if (!before && at != MarketState.Open) Enter(at);
        }

        public OrderId Protective { get; private set; }
        public OrderId Risky { get; private set; }

        private void Triggers()
        {
            PlaceOrder stop = new()
            {
                Market = 1,
                Type = OrderType.Market,
                Side = Side.Sell,
                Tif = TimeInForce.Ioc,
                Qty = new(10),
                Trigger = TriggerKind.Stop,
                TriggerPrice = new(595_000),
            };
            Venue.Do(stop, Cara);
            Risky = new(Venue.Done.Detail1);
            Venue.Do(stop with { Flags = OrderFlags.ReduceOnly }, Alice);
            Protective = new(Venue.Done.Detail1);
        }

        // A settlement of three accounts is over within its command; what it passes through is looked at from inside.
        private void Enter(MarketState at)
        {
            if (at is MarketState.Settling or MarketState.Settled)
            {
                Venue.Move(MarketState.Halted);
                Venue.Wait(LivingVenue.Day);
                Assert.Equal(RejectCode.None, Venue.Move(MarketState.Settling));
                Venue.State.Markets[1].State = at;
                return;
            }
            Assert.Equal(RejectCode.None, Venue.Move(at));
        }

        public bool Trades => Venue.Told<Trade>().Count > 0;
    }

    private static string PlaceRisk(MarketState at) => Limits(at, (scene, tif) => scene.Venue.Limit(scene.Bob, Side.Buy, 10, 600_500, tif: tif));

    private static string PlaceReduceOnly(MarketState at) =>
        Limits(at, (scene, tif) => scene.Venue.Limit(scene.Alice, Side.Sell, 10, 600_500, OrderFlags.ReduceOnly, tif));

    // ✔ when all orders of the kind go, "limit only" when those go whose rest stays.
    private static string Limits(MarketState at, Func<Scene, TimeInForce, RejectCode> place)
    {
        RejectCode resting = place(new Scene(at), TimeInForce.Gtc);
        RejectCode taking = place(new Scene(at), TimeInForce.Ioc);
        Assert.Contains(resting, (RejectCode[])[RejectCode.None, RejectCode.MarketState]);
        Assert.Contains(taking, (RejectCode[])[RejectCode.None, RejectCode.MarketState]);
        if (resting != RejectCode.None) return taking == RejectCode.None ? "taking only" : "";
        return taking == RejectCode.None ? "✔" : "limit only";
    }

    private static string PostOnly(MarketState at)
    {
        Scene scene = new(at);
        if (scene.Venue.Limit(scene.Bob, Side.Buy, 10, 600_500, OrderFlags.PostOnly) != RejectCode.None)
        {
            Assert.Equal(RejectCode.MarketState, scene.Venue.Done.Code);
            return "";
        }
        RejectCode crossing = scene.Venue.Limit(scene.Bob, Side.Buy, 10, 601_000, OrderFlags.PostOnly);
        if (crossing == RejectCode.WouldTake) return "✔";
        Assert.Equal(RejectCode.None, crossing);
        return scene.Trades ? "takes" : "✔ (plain limit)";
    }

    private static string Cancel(MarketState at)
    {
        Scene scene = new(at);
        if (scene.Resting.IsNone) return "";
        if (!scene.Venue.State.FindOrder(scene.Resting).Exists) return "auto";
        scene.Venue.Do(new CancelOrder { Order = scene.Resting }, scene.Cara);
        return scene.Venue.Done.Detail2 == 1 ? "✔" : "";
    }

    private static string Match(MarketState at)
    {
        Scene scene = new(at);
        OrderFlags flags = at == MarketState.ReduceOnly ? OrderFlags.ReduceOnly : OrderFlags.None;
        RejectCode code = scene.Venue.Limit(scene.Bob, Side.Buy, 10, 601_000, flags);
        if (code != RejectCode.None) return "";
        if (scene.Trades) return "✔";
        scene.Venue.Move(MarketState.Open);
        return scene.Trades && scene.Venue.Told<MarketUncrossed>().Count == 1 ? "at uncross" : "";
    }

    private static string Trigger(MarketState at)
    {
        Scene scene = new(at);
        scene.Venue.Price(594_000_000);
        OrderId[] fired = [.. scene.Venue.Told<OrderTriggered>().Select(t => t.Order)];
        bool protective = fired.Contains(scene.Protective) && !scene.Protective.IsNone;
        bool risky = fired.Contains(scene.Risky) && !scene.Risky.IsNone;
        return risky ? (protective ? "✔" : "risk only") : protective ? "RO" : "";
    }

    private static string Liquidate(MarketState at) => MarketRules.Liquidates(at) switch
    {
        StepRight.None => "",
        StepRight.BankruptToBackstop => "E < 0, backstop only",
        StepRight.Bankrupt => "E < 0",
        StepRight.All => "✔",
    };
}
