using Peregrine.Core;
using Peregrine.Engine.Auctions;
using Peregrine.Engine.Matching;
using Peregrine.Engine.Orders;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Positions;

/// <summary>What a position's record keeps beside its size, recomputed from the orders it stands for.</summary>
internal static class PositionInvariants
{
    private struct Sums
    {
        public Micros Buy;
        public Micros Sell;
        public Lots BuyQty;
        public Lots SellQty;
        public Lots ReduceOnly;
        public int Orders;
        public int ReduceOnlyOrders;
        public bool WrongSide;
    }

    public static void Check(EngineState state, int slot, CheckedPlace where)
    {
        ref Position position = ref state.Positions[slot];
        Market market = state.Markets[position.Market];
        Sums sums = Sum(state, in position, market, where);
        That(sums.Buy == position.BuyNotional && sums.BuyQty == position.BuyQty, "B is the sum of the resting buys", where);
        That(sums.Sell == position.SellNotional && sums.SellQty == position.SellQty, "S is the sum of the resting sells", where);
        That(sums.ReduceOnly == position.ReduceOnlyQty, "the reduce-only sum is that of the orders", where);
        That(sums.Orders == position.OpenOrders && sums.ReduceOnlyOrders == position.ReduceOnlyOrders, "a position counts its orders", where);
        That(sums.ReduceOnly.Value <= Math.Abs(position.Size.Value) && !sums.WrongSide, "reduce-only orders fit into the position", where);
        That(position.Size.Value != 0 || (position.Cost == Micros.Zero && position.IsolatedMargin == Micros.Zero), "a flat position has no cost and no pot", where);
        That(position.Mode == MarginMode.Isolated || position.IsolatedMargin == Micros.Zero, "only an isolated position has a pot", where);
        That(Math.Abs(position.Size.Value) <= market.Terms.PositionMax.Value, "a position stays within its market's maximum", where);
    }

    /// <summary>Of one market over all accounts: sizes, open interest, and what each group holds.</summary>
    public static void CheckMarkets(EngineState state)
    {
        Int128[] sizes = new Int128[state.MarketCount + 1];
        Int128[] longs = new Int128[state.MarketCount + 1];
        (long Size, long Buy, long Sell)[] groups = new (long, long, long)[state.Positions.HighWater + 1];
        for (int slot = 1; slot <= state.Positions.HighWater; slot++)
        {
            ref Position position = ref state.Positions[slot];
            if (position.Account == 0) continue;
            sizes[position.Market] += position.Size.Value;
            longs[position.Market] += Math.Max(0, position.Size.Value);
            bool counts = position.Size.Value != 0 || position.BuyQty.Value != 0 || position.SellQty.Value != 0;
            if (!counts || state.Markets[position.Market].Terms.GroupOiSharePpb == 0) continue;
            int root = state.FindPosition(state.Accounts[position.Account].Root, position.Market);
            That(root != 0, "the root of a group with a position or orders has a record in its market", new CheckedPlace(position.Market, position.Account));
            groups[root].Size += Math.Abs(position.Size.Value);
            groups[root].Buy += position.BuyQty.Value;
            groups[root].Sell += position.SellQty.Value;
        }
        for (int id = 1; id <= state.MarketCount; id++)
        {
            bool closing = state.Markets[id].Life.Settlement.Phase == SettlementPhase.Closing;
            That(sizes[id] == 0 || closing, "the sizes of a market add up to 0", new CheckedPlace(id, 0));
            That(longs[id] == state.Markets[id].OpenInterest.Value, "open interest is the sum of the longs", new CheckedPlace(id, 0));
        }
        for (int slot = 1; slot < groups.Length; slot++)
        {
            ref Position position = ref state.Positions[slot];
            bool holds = position.Account == 0 || (position.GroupSize.Value, position.GroupBuyQty.Value, position.GroupSellQty.Value) == groups[slot];
            That(holds, "a group's size and open orders are the sums over its accounts", new CheckedPlace(position.Market, position.Account));
        }
    }

    private static Sums Sum(EngineState state, in Position position, Market market, CheckedPlace where)
    {
        Sums sums = default;
        int before = 0;
        for (int slot = position.FirstOrder; slot != 0; slot = state.OwnLinks[slot].Next)
        {
            ref Order order = ref state.Orders[slot];
            That(order.Account == position.Account && order.Market == position.Market, "a resting order is on its owner's list", where);
            That(state.OwnLinks[slot].Prev == before, "an owner's list leads back the way it came", where);
            That(state.FindOrder(new OrderId(order.Id)) == IndexCode.Of(IndexKind.Order, slot), "an order on a list is found by its id", where);
            before = slot;
            sums.Orders++;
            if ((order.Flags & RestingFlags.ReduceOnly) != 0)
            {
                sums.ReduceOnlyOrders++;
                sums.ReduceOnly += order.Rest;
                sums.WrongSide |= order.Side.Sign() * position.Size.Value > 0;
                continue;
            }
            Micros notional = new(order.Rest.Value * order.Price.Value * market.TickLotValue);
            if (order.Side == Side.Buy) (sums.Buy, sums.BuyQty) = (sums.Buy + notional, sums.BuyQty + order.Rest);
            else (sums.Sell, sums.SellQty) = (sums.Sell + notional, sums.SellQty + order.Rest);
        }
        AddAuctions(ref sums, state, in position, market);
        return sums;
    }

    // Orders in auctions and quotes for them reserve as if they rested.
    private static void AddAuctions(ref Sums sums, EngineState state, in Position position, Market market)
    {
        for (int slot = 1; slot <= state.AuctionOrders.HighWater; slot++)
        {
            ref AuctionOrder order = ref state.AuctionOrders[slot];
            if (order.Id.IsNone || order.Market != position.Market) continue;
            bool own = order.Account == position.Account && (order.Flags & OrderFlags.ReduceOnly) == 0;
            if (own) Add(ref sums, order.Side, order.Qty, order.Price, market);
            for (int quote = order.FirstQuote; quote != 0; quote = state.AuctionQuotes[quote].Next)
            {
                ref AuctionQuote quoted = ref state.AuctionQuotes[quote];
                if (quoted.Account == position.Account) Add(ref sums, order.Side.Opposite(), quoted.Qty, quoted.Price, market);
            }
        }
    }

    private static void Add(ref Sums sums, Side side, Lots qty, Ticks price, Market market)
    {
        Micros notional = new(qty.Value * price.Value * market.TickLotValue);
        if (side == Side.Buy) (sums.Buy, sums.BuyQty) = (sums.Buy + notional, sums.BuyQty + qty);
        else (sums.Sell, sums.SellQty) = (sums.Sell + notional, sums.SellQty + qty);
    }

    private static void That(bool holds, string what, CheckedPlace where)
    {
        if (!holds) Invariant.That(false, $"{what}: {where}");
    }
}
