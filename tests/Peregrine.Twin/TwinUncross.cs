using Peregrine.Core;
using static Peregrine.Twin.Exact;

namespace Peregrine.Twin;

/// <summary>One price for everybody who gathered (domain §13.3): found, tried on a copy of everything, and done when nobody fails.</summary>
public sealed partial class TwinEngine
{
    private sealed record Clearing(long Price, long Volume, long Imbalance);

    private sealed record Pair(long Buyer, long Seller, long Lots);

    private void Uncross(TwinMarket market)
    {
        int id = market.Id;
        for (int rounds = 1; ; rounds++)
        {
            market = Market(id);
            if (ClearingOf(market) is not { Volume: > 0 } clearing) return;
            List<Pair> pairs = PairsOf(market, clearing);
            Action? failed = null;
            List<int> asked = [];
            // Icebergs count whole, so one is as old as it was, whatever the attempt has taken of it.
            Dictionary<long, long> ages = market.Resting.ToDictionary(o => o.Id, o => o.Priority);
            _ = Try(() =>
            {
                foreach (Pair pair in pairs)
                {
                    failed = FailureOf(Market(id), clearing.Price, pair, ages, asked);
                    if (failed is not null) break;
                    FillPair(Market(id), clearing.Price, pair);
                }
                return RejectCode.Busy;
            });
            // Settled is settled, whatever comes of the attempt.
            foreach (int account in asked) SettleFunding(account, market);
            if (failed is not null)
            {
                failed();
                continue;
            }
            Tell(0, id, new MarketUncrossed { Price = new(clearing.Price), Volume = new(clearing.Volume), Imbalance = new(clearing.Imbalance), Reference = new(market.Index), Rounds = rounds });
            foreach (Pair pair in pairs) FillPair(market, clearing.Price, pair);
            Look(market, TriggerRef.Last, clearing.Price * Sub);
            AfterUncross(market, pairs);
            return;
        }
    }

    /// <summary>What an order can trade at the price: an iceberg whole, the worse of an OCO pair what the better leaves it.</summary>
    private static Dictionary<long, long> LotsAt(TwinMarket market, Side side, long price)
    {
        Dictionary<long, long> lots = [];
        foreach (TwinOrder o in market.SideOf(side).Where(o => o.Crosses(price))) lots[o.Id] = o.Rest;
        return lots;
    }

    private Dictionary<long, long> Available(TwinMarket market, Side side, long price)
    {
        Dictionary<long, long> lots = LotsAt(market, side, price);
        foreach (TwinOrder o in market.SideOf(side).Where(o => lots.ContainsKey(o.Id)))
        {
            if (LinkOf(o) is not { Kind: GroupKind.Oco } group) continue;
            long better = group.Members.Where(m => m != o.Id).Select(Alive).OfType<TwinOrder>().FirstOrDefault(m => lots.ContainsKey(m.Id) && Precedes(m, o))?.Rest ?? 0;
            lots[o.Id] = Math.Max(0, o.Rest - better);
        }
        return lots;
    }

    private static bool Precedes(TwinOrder a, TwinOrder b) => a.Price != b.Price ? (a.IsBuy ? a.Price > b.Price : a.Price < b.Price) : a.Priority < b.Priority;

    private Clearing? ClearingOf(TwinMarket market)
    {
        List<Clearing> all = [.. market.Resting.Select(o => o.Price).Distinct().Select(price =>
        {
            long wanted = Available(market, Side.Buy, price).Values.Sum(), offered = Available(market, Side.Sell, price).Values.Sum();
            return new Clearing(price, Math.Min(wanted, offered), wanted - offered);
        })];
        if (all.Count == 0) return null;
        long most = all.Max(c => c.Volume);
        List<Clearing> best = [.. all.Where(c => c.Volume == most)];
        long least = best.Min(c => Abs(c.Imbalance));
        best = [.. best.Where(c => Abs(c.Imbalance) == least)];
        if (best.TrueForAll(c => c.Imbalance > 0)) return best.MaxBy(c => c.Price);
        if (best.TrueForAll(c => c.Imbalance < 0)) return best.MinBy(c => c.Price);
        return best.OrderBy(c => Abs(c.Price * Sub - market.Index)).ThenBy(c => c.Price).First();
    }

    private List<Pair> PairsOf(TwinMarket market, Clearing clearing)
    {
        Queue<(long Id, long Lots)> of(Side side)
        {
            Dictionary<long, long> lots = Available(market, side, clearing.Price);
            return new(market.SideOf(side).Where(o => lots.GetValueOrDefault(o.Id) > 0).Select(o => (o.Id, lots[o.Id])));
        }
        Queue<(long Id, long Lots)> buyers = of(Side.Buy), sellers = of(Side.Sell);
        List<Pair> pairs = [];
        (long Id, long Lots) buyer = default, seller = default;
        for (long left = clearing.Volume; left > 0;)
        {
            if (buyer.Lots == 0) buyer = buyers.Dequeue();
            if (seller.Lots == 0) seller = sellers.Dequeue();
            long lots = Math.Min(left, Math.Min(buyer.Lots, seller.Lots));
            pairs.Add(new Pair(buyer.Id, seller.Id, lots));
            (buyer.Lots, seller.Lots, left) = (buyer.Lots - lots, seller.Lots - lots, left - lots);
        }
        return pairs;
    }

    /// <summary>What must happen before the pair can trade; null when it can. Asked on a copy, done to the real orders.</summary>
    private Action? FailureOf(TwinMarket market, long price, Pair pair, Dictionary<long, long> ages, List<int> asked)
    {
        TwinOrder[] both = [_s.Orders[pair.Buyer], _s.Orders[pair.Seller]];
        foreach (TwinOrder o in both)
        {
            long id = o.Id;
            if (o.ExpireAtNs != 0 && o.ExpireAtNs <= _now) return () => Cancel(_s.Orders[id], CancelReason.Expired);
        }
        foreach (TwinOrder o in both)
        {
            asked.Add(o.Account);
            SettleFunding(o.Account, market);
            long room = RoomOf(o);
            if (room < pair.Lots) return Shorten(o, room, CancelReason.RoNoRoom);
        }
        long fits = LotsUnderCap(market, both[0], both[1], pair.Lots);
        if (fits < pair.Lots) return Shorten(ages[both[0].Id] > ages[both[1].Id] ? both[0] : both[1], fits, CancelReason.OiCap);
        // The seller is asked as he is once the buyer has bought: one account may be both.
        bool carries(TwinOrder o) => MakerCanFill(o, pair.Lots, price, FeeOf(o));
        long FeeOf(TwinOrder o) => GatheredFees(o, pair.Lots * price * market.Tv).OfMaker;
        if (!carries(both[0])) return () => Cancel(_s.Orders[pair.Buyer], CancelReason.MakerMargin);
        bool sold = Imagine(both[0], pair.Lots, price, FeeOf(both[0]), _ => carries(both[1]));
        return sold ? null : () => Cancel(_s.Orders[pair.Seller], CancelReason.MakerMargin);
    }

    /// <summary>Leaves the order what it has traded in the attempt, and so many lots more.</summary>
    private Action Shorten(TwinOrder tried, long keeps, CancelReason reason)
    {
        (long id, long cut) = (tried.Id, tried.Rest - keeps);
        return () =>
        {
            TwinOrder o = _s.Orders[id];
            if (cut >= o.Rest) Cancel(o, reason);
            else Cut(o, cut, reason);
        };
    }

    /// <summary>Both sides waited: the maker's rate and never a rebate.</summary>
    private FillFees GatheredFees(TwinOrder o, long notional) =>
        new(0, Formulas.FeeUp(notional, Math.Max(0, Fees(o.Account).MakerPpb)), 0, BuilderFee(o, notional), 0, 0);

    private void FillPair(TwinMarket market, long price, Pair pair)
    {
        TwinOrder buyer = _s.Orders[pair.Buyer], seller = _s.Orders[pair.Seller];
        long notional = pair.Lots * price * market.Tv;
        FillFees ofBuyer = GatheredFees(buyer, notional), ofSeller = GatheredFees(seller, notional);
        bool self = GroupOf(buyer.Account) == GroupOf(seller.Account);
        SettleFunding(buyer.Account, market);
        SettleFunding(seller.Account, market);
        BeginDay(buyer.Account);
        BeginDay(seller.Account);
        foreach (TwinOrder o in (TwinOrder[])[buyer, seller])
        {
            o.Rest -= pair.Lots;
            o.Filled += pair.Lots;
        }
        market.Last = price;
        _s.VenueFees += ofBuyer.Maker + ofSeller.Maker;
        market.Risk.Traded += pair.Lots;
        Tell(buyer.Account, market.Id, new Trade
        {
            Price = new(price),
            Qty = new(pair.Lots),
            TakerOrder = new(buyer.Id),
            MakerOrder = new(seller.Id),
            TakerRest = new(buyer.Rest),
            MakerRest = new(seller.Rest),
            TakerFee = new(ofBuyer.Maker),
            MakerFee = new(ofSeller.Maker),
            TakerBuilderFee = new(ofBuyer.MakerBuilder),
            MakerBuilderFee = new(ofSeller.MakerBuilder),
            MakerAccount = seller.Account,
            TradeIndex = _tradeIndex++,
            TakerSide = Side.Buy,
            Reason = FillReason.User,
            Marks = TradeMarks.Uncross | (self ? TradeMarks.Self : 0),
        });
        long bought = ApplyFill(buyer.Account, market, Side.Buy, pair.Lots, price, ofBuyer.OfMaker);
        TellPosition(buyer.Account, market.Id, bought, ofBuyer.OfMaker, FillReason.User);
        long sold = ApplyFill(seller.Account, market, Side.Sell, pair.Lots, price, ofSeller.OfMaker);
        TellPosition(seller.Account, market.Id, sold, ofSeller.OfMaker, FillReason.User);
        ShareFees(market, ofBuyer.Maker + ofSeller.Maker);
        if (ofBuyer.MakerBuilder > 0) MoveBalance(buyer.Builder, 1, ofBuyer.MakerBuilder, BalanceReason.Builder, buyer.Account);
        if (ofSeller.MakerBuilder > 0) MoveBalance(seller.Builder, 1, ofSeller.MakerBuilder, BalanceReason.Builder, seller.Account);
        if (!self)
        {
            CountVolume(buyer.Account, notional);
            CountVolume(seller.Account, notional);
        }
        TellGathered(buyer, pair.Lots);
        TellGathered(seller, pair.Lots);
    }

    /// <summary>An iceberg's slices are taken one after the other.</summary>
    private void TellGathered(TwinOrder o, long lots)
    {
        o.Rest += lots;
        while (lots > 0)
        {
            long taken = Math.Min(lots, o.Visible);
            lots -= taken;
            o.Rest -= taken;
            o.Visible -= taken;
            if (o.Visible > 0)
            {
                TellBook(o, BookChange.Executed);
            }
            else if (o.Rest > 0)
            {
                Refresh(o);
            }
            else
            {
                Market(o.Market).SideOf(o.Side).Remove(o);
                TellBook(o, BookChange.Deleted);
            }
        }
    }

    private void AfterUncross(TwinMarket market, List<Pair> pairs)
    {
        Dictionary<long, long> filled = [];
        List<TwinOrder> told = [];
        foreach (Pair pair in pairs)
        {
            foreach (long id in (long[])[pair.Buyer, pair.Seller])
            {
                if (filled.TryAdd(id, 0)) told.Add(_s.Orders[id]);
                filled[id] += pair.Lots;
            }
        }
        // A scale's children may all be filled at once: what they filled is counted before the last of them ends it.
        foreach (TwinOrder o in told) FillScale(o, filled[o.Id]);
        foreach (TwinOrder o in told.Where(o => o.Rest == 0)) End(o, OrderState.Filled);
        foreach (TwinOrder o in told)
        {
            FillScale(o, 0);
            FillLinks(o, filled[o.Id]);
            TrimReduceOnly(o.Account, market.Id);
            ProtectMaker(o.Account, market, filled[o.Id]);
        }
    }
}
