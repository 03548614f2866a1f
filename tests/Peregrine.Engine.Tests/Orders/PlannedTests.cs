using Peregrine.Core;
using Peregrine.Engine.Matching;
using Peregrine.Engine.Orders;
using Peregrine.Engine.State;
using Xunit;

namespace Peregrine.Engine.Tests.Orders;

/// <summary>A plan that disagrees with its execution stops the engine: so whatever is thrown at it, it must go on.</summary>
public class PlannedTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void Pairs_and_fill_or_kill_orders_trade_as_planned(ulong seed)
    {
        Rng rng = new(seed);
        Floor floor = new();
        int[] accounts = [floor.Alice, floor.Bob, floor.NewAccount(200_000_000_000), floor.NewAccount(60_000_000_000), floor.NewAccount(60_000_000_000), floor.NewAccount(30_000_000_000)];
        int pairs = 0;
        for (int step = 0; step < 4_000; step++)
        {
            int account = accounts[(int)rng.Below(accounts.Length)];
            switch ((int)rng.Below(12))
            {
                case 0:
                    PlacePair pair = PairOf(ref rng);
                    if (floor.Do(pair, account) == RejectCode.None) pairs++;
                    break;
                case 1:
                    floor.SetMark(Floor.Mark + 1_000_000L * (int)rng.Below(15), 1 + (int)rng.Below(2));
                    break;
                case 2:
                    floor.Do(new MassCancel { Market = (ushort)(int)rng.Below(3) }, account);
                    break;
                case 3:
                    PlaceOrder near = OrderOf(ref rng, OrderFlags.Oco);
                    PlaceOrder far = OrderOf(ref rng, OrderFlags.Oco);
                    (far.Market, far.Side) = (near.Market, near.Side);
                    floor.Group(account, Command.Of(in near), Command.Of(in far));
                    break;
                case 4:
                    PlaceOrder all = OrderOf(ref rng, OrderFlags.None);
                    all.Tif = TimeInForce.Fok;
                    if (floor.Do(all, account) == RejectCode.None) Assert.Equal(all.Qty.Value, floor.Done.Detail2);
                    break;
                case 5:
                    floor.Do(new SetMmp { Market = (ushort)(1 + (int)rng.Below(2)), Qty = new(500_000), WindowNs = Floor.Second, FreezeNs = Floor.Second }, account);
                    break;
                case 6:
                    floor.Wait(Floor.Second * (int)rng.Below(3));
                    break;
                case 7:
                    floor.Do(new SetMarginMode { Market = (ushort)(1 + (int)rng.Below(2)), Mode = (MarginMode)(1 + (int)rng.Below(2)) }, account);
                    break;
                case 8:
                    Bracket(floor, ref rng, account);
                    break;
                default:
                    PlaceOrder order = OrderOf(ref rng, (int)rng.Below(4) == 0 ? OrderFlags.ReduceOnly : OrderFlags.None);
                    if ((int)rng.Below(4) == 0) order.Display = new(order.Qty.Value / 3 + 1);
                    floor.Do(order, account);
                    break;
            }
            CheckBrackets(floor.State);
        }
        Assert.True(pairs > 20, $"only {pairs} pairs traded");
    }

    private static void Bracket(Floor floor, ref Rng rng, int account)
    {
        PlaceOrder entry = OrderOf(ref rng, OrderFlags.None);
        int away = entry.Side.Sign() * (20 + (int)rng.Below(100));
        AddExit first = new() { Type = OrderType.Limit, Price = entry.Price + new Ticks(away), SharePpb = 300_000_000 };
        AddExit second = first with { Price = entry.Price + new Ticks(2 * away), SharePpb = 700_000_000 };
        AddExit stop = new() { Type = OrderType.Market, Trigger = TriggerKind.Stop, TriggerPrice = entry.Price - new Ticks(40 * away) };
        floor.Group(account, Command.Of(in entry), Command.Of(in first), Command.Of(in second), Command.Of(in stop));
    }

    // Σ active levels ≤ what the entry filled and no exit has closed, and ≤ the position.
    private static void CheckBrackets(EngineState state)
    {
        for (int slot = 1; slot <= state.Groups.HighWater; slot++)
        {
            ref OrderGroup group = ref state.Groups[slot];
            if (group.Id.IsNone || group.Kind != GroupKind.Bracket) continue;
            long active = 0;
            long exited = 0;
            for (int i = 0; i < group.Count; i++)
            {
                exited += group.Exits[i].Filled.Value;
                IndexCode code = state.FindOrder(group.Member(i + 1));
                if (code.Exists && code.Kind == IndexKind.Order) active += state.Orders[code.Slot].Rest.Value;
            }
            Assert.InRange(active, 0, group.Filled.Value - exited);
            Assert.InRange(active, 0, Math.Abs(state.Positions[group.Position].Size.Value));
        }
    }

    private static PlaceOrder OrderOf(ref Rng rng, OrderFlags flags) => Floor.Order(
        (int)rng.Below(2) == 0 ? Side.Buy : Side.Sell, 1_000 * (1 + (int)rng.Below(2_000)), 600_000 + 10 * (int)rng.Below(1_500), flags, 1 + (int)rng.Below(2));

    private static PlacePair PairOf(ref Rng rng) => new()
    {
        MarketA = 1,
        MarketB = 2,
        SideA = (Side)(1 + (int)rng.Below(2)),
        SideB = (Side)(1 + (int)rng.Below(2)),
        UnitA = new(1_000 * (1 + (int)rng.Below(50))),
        UnitB = new(1_000 * (1 + (int)rng.Below(50))),
        Multiple = 1 + (int)rng.Below(40),
        Stp = (StpMode)(1 + (int)rng.Below(4)),
    };
}
