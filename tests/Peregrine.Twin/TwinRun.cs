using Peregrine.Core;
using static Peregrine.Twin.Exact;

namespace Peregrine.Twin;

/// <summary>The taker loop of the specification, and what one fill does to its two owners.</summary>
public sealed partial class TwinEngine
{
    private sealed record RunEnd(long Filled, CancelReason? Stopped);

    private RunEnd RunTaker(TwinOrder taker, FillReason reason, IReadOnlyList<TwinOrder>? quotes = null)
    {
        TwinMarket market = Market(taker.Market);
        long filled = 0, first = 0, last = 0;
        CancelReason? stopped = null;
        while (taker.Rest > 0 && stopped is null && !Gathers(market.State))
        {
            TwinOrder? maker = BestOf(market.SideOf(taker.Side.Opposite()), quotes);
            if (maker is null || !taker.Crosses(maker.Price)) break;
            SettleFunding(taker.Account, market);
            if (_closing is null && BeyondRange(market, taker.Side, maker.Price))
            {
                stopped = CancelReason.Breaker;
                break;
            }
            if (maker.ExpireAtNs != 0 && maker.ExpireAtNs <= _now)
            {
                Cancel(maker, CancelReason.Expired);
                continue;
            }
            if (GroupOf(maker.Account) == GroupOf(taker.Account))
            {
                stopped = MeetSelf(taker, maker);
                continue;
            }
            long takerRoom = RoomOf(taker), makerRoom = RoomOf(maker);
            if (takerRoom == 0)
            {
                stopped = CancelReason.RoNoRoom;
                break;
            }
            if (makerRoom == 0)
            {
                Cancel(maker, CancelReason.RoNoRoom);
                continue;
            }
            SettleFunding(maker.Account, market);
            long q = Math.Min(Math.Min(taker.Rest, maker.Visible), Math.Min(takerRoom, makerRoom));
            long allowed = LotsUnderCap(market, taker, maker, q);
            if (allowed < q)
            {
                q = allowed;
                if (q == 0)
                {
                    stopped = CancelReason.OiCap;
                    break;
                }
            }
            else
            {
                allowed = long.MaxValue;
            }
            // Whatever of a quote is left when its turn is over asks for nothing.
            if (maker.Place == Place.Quote) Forget(maker);
            long notional = q * maker.Price * market.Tv;
            FillFees fees = FeesOf(taker, maker, notional);
            if (_closing is not null) fees = ForcedFees(taker, maker, q, fees);
            if (!MakerCanFill(maker, q, maker.Price, fees.OfMaker))
            {
                if (maker.Place == Place.Quote) DropQuote(maker, CancelReason.AuctionMargin);
                else Cancel(maker, CancelReason.MakerMargin);
                continue;
            }
            if (_closing is null && !StaysSolvent(taker, q, maker.Price, fees.OfTaker))
            {
                stopped = CancelReason.WouldBankrupt;
                break;
            }
            Execute(taker, maker, q, fees, reason);
            filled += q;
            if (first == 0) first = maker.Price;
            last = maker.Price;
            if (allowed != long.MaxValue) stopped = CancelReason.OiCap;
        }
        if (filled > 0) ShowLast(market, first, last);
        return new RunEnd(filled, stopped);
    }

    private void ShowLast(TwinMarket market, long first, long last)
    {
        Look(market, TriggerRef.Last, first * Sub);
        Look(market, TriggerRef.Last, last * Sub);
    }

    private static long ExecMax(TwinMarket m) => Formulas.BandMax(CentreOf(m), m.Terms.ExecRangePpb);
    private static long ExecMin(TwinMarket m) => Formulas.BandMin(CentreOf(m), m.Terms.ExecRangePpb);
    /// <summary>Mark where prices are set by hand, else the average of marks.</summary>
    private static long CentreOf(TwinMarket m) => m.Marks.Centre == 0 ? m.Mark : Whole(m.Marks.Centre);
    private static bool BeyondRange(TwinMarket m, Side taker, long price) => taker == Side.Buy ? price > ExecMax(m) : price < ExecMin(m);

    /// <summary>How much a reduce-only order may still trade; others have all the room there is.</summary>
    private long RoomOf(TwinOrder o)
    {
        if (!o.ReduceOnly) return long.MaxValue;
        long size = Position(o.Account, o.Market).Size;
        return size != 0 && Math.Sign(size) == -o.Side.Sign() ? Abs(size) : 0;
    }

    private CancelReason? MeetSelf(TwinOrder taker, TwinOrder maker)
    {
        switch (taker.Stp)
        {
            case StpMode.CancelNewest:
                return CancelReason.Stp;
            case StpMode.CancelBoth:
                Cancel(maker, CancelReason.Stp);
                return CancelReason.Stp;
            case StpMode.Decrement:
                Decrement(taker, maker);
                return taker.Rest == 0 ? CancelReason.Stp : null;
            default:
                Cancel(maker, CancelReason.Stp);
                return null;
        }
    }

    private void Decrement(TwinOrder taker, TwinOrder maker)
    {
        long t = Math.Min(taker.Rest, maker.Visible);
        taker.Rest -= t;
        maker.Rest -= t;
        maker.Visible -= t;
        void trimmed(TwinOrder o) => Tell(o.Account, o.Market, new OrderTrimmed { Order = new(o.Id), Cut = new(t), Rest = new(o.Rest), Reason = CancelReason.Stp });
        if (maker.Rest == 0)
        {
            Cancel(maker, CancelReason.Stp, rest: t);
            trimmed(taker);
            return;
        }
        trimmed(maker);
        trimmed(taker);
        if (maker.Visible > 0) TellBook(maker, BookChange.Reduced);
        else Refresh(maker);
    }

    /// <summary>An iceberg's next slice goes to the end of the level.</summary>
    private void Refresh(TwinOrder maker)
    {
        Unrest(maker);
        Rest(maker);
    }

    /// <summary>The lots of a fill that the market's open-interest cap leaves.</summary>
    private long LotsUnderCap(TwinMarket market, TwinOrder taker, TwinOrder maker, long q)
    {
        long a = Position(taker.Account, market.Id).Size, b = Position(maker.Account, market.Id).Size;
        (long buyer, long seller) = taker.IsBuy ? (a, b) : (b, a);
        long room = Math.Max(0, market.Terms.OiCap.Value - OpenInterest(market));
        if (Formulas.AddedInterest(buyer, seller, q) <= room) return q;
        // The added interest only rises with q once it is above 0, so the first smaller q that fits is the answer.
        long low = 0, high = q;
        while (low < high)
        {
            long middle = low + (high - low + 1) / 2;
            if (Formulas.AddedInterest(buyer, seller, middle) <= room) low = middle;
            else high = middle - 1;
        }
        return low;
    }

    private sealed record FillFees(long Taker, long Maker, long TakerBuilder, long MakerBuilder, long Referral, int Referrer)
    {
        /// <summary>Of a forced close, for the market's insurance.</summary>
        public long Liquidation { get; init; }
        public long OfTaker => Taker + TakerBuilder + Liquidation;
        public long OfMaker => Maker + MakerBuilder;
    }

    private FillFees FeesOf(TwinOrder taker, TwinOrder maker, long notional)
    {
        long takerFee = Formulas.FeeUp(notional, TakerRate(taker.Account));
        int rate = Fees(maker.Account).MakerPpb;
        long rebate = rate < 0 ? Formulas.Rebate(notional, -(long)rate) : 0;
        long makerFee = rate < 0 ? -rebate : Formulas.FeeUp(notional, rate);
        TwinAccount root = RootOf(taker.Account);
        long referral = root.Referrer == 0 ? 0 : Formulas.Referral(takerFee, rebate, root.SharePpb);
        return new FillFees(takerFee, makerFee, BuilderFee(taker, notional), BuilderFee(maker, notional), referral, root.Referrer);
    }

    private static long BuilderFee(TwinOrder o, long notional) => o.Builder == 0 ? 0 : Formulas.FeeUp(notional, o.BuilderPpb);

    /// <summary>What a fill does to an account's position, pot and cash. The order's rest must be reduced before.</summary>
    private long ApplyFill(int id, TwinMarket market, Side side, long q, long price, long fees)
    {
        TwinAccount account = Account(id);
        TwinPosition p = Position(id, market.Id);
        account.Touch();
        long signed = side.Sign() * q, before = p.Size;
        if (!p.Isolated)
        {
            (p.Size, p.Cost, long gained) = Formulas.Trade(p.Size, p.Cost, signed, price, market.Tv);
            account.Cash += gained - fees;
            CountWon(p, before, gained);
            return gained;
        }
        bool opposite = p.Size != 0 && Math.Sign(p.Size) != side.Sign();
        long closing = opposite ? Math.Min(q, Abs(p.Size)) : 0, opening = q - closing, realised = 0;
        if (closing > 0)
        {
            long released = Floor((Int128)p.IsoMargin * closing, Abs(p.Size));
            (p.Size, p.Cost, realised) = Formulas.Trade(p.Size, p.Cost, side.Sign() * closing, price, market.Tv);
            if (released + realised >= 0)
            {
                account.Cash += released + realised;
                p.IsoMargin -= released;
            }
            else
            {
                p.IsoMargin += realised;
            }
        }
        if (opening > 0)
        {
            long margin = Initial(p, market, Abs(p.Cost));
            (p.Size, p.Cost, _) = Formulas.Trade(p.Size, p.Cost, side.Sign() * opening, price, market.Tv);
            long move = Initial(p, market, Abs(p.Cost)) - margin + Formulas.OpenLoss(side, price, opening, market.Mark, market.Tv);
            account.Cash -= move;
            p.IsoMargin += move;
        }
        if (fees <= 0 || p.Size == 0 || Available(id) >= fees) account.Cash -= fees;
        else p.IsoMargin -= fees;
        CountWon(p, before, realised);
        return realised;
    }

    /// <summary>A position that opens or turns has won nothing yet.</summary>
    private static void CountWon(TwinPosition p, long before, long realised)
    {
        if (Math.Sign(before) == Math.Sign(p.Size)) p.Won += realised;
        else (p.Won, p.WonAtNotice) = (0, 0);
    }

    /// <summary>Does the fill, looks, and undoes it.</summary>
    private T Imagine<T>(TwinOrder o, long q, long price, long fees, Func<long, T> look)
    {
        TwinAccount account = Account(o.Account);
        TwinPosition p = Position(o.Account, o.Market);
        TwinPosition before = p.Copy();
        (long, long?, bool) money = account.Money;
        o.Rest -= q;
        long realised = ApplyFill(o.Account, Market(o.Market), o.Side, q, price, fees);
        T seen = look(realised);
        o.Rest += q;
        account.Money = money;
        account.Positions[o.Market] = before;
        return seen;
    }

    private bool MakerCanFill(TwinOrder maker, long q, long price, long fees)
    {
        long size = Position(maker.Account, maker.Market).Size;
        bool raises = Abs(size + maker.Side.Sign() * q) > Abs(size);
        if (raises && Imagine(maker, q, price, fees, _ => Available(maker.Account)) < 0) return false;
        return StaysSolvent(maker, q, price, fees);
    }

    /// <summary>No user fill may leave its owner's equity below 0.</summary>
    private bool StaysSolvent(TwinOrder o, long q, long price, long fees)
    {
        TwinMarket market = Market(o.Market);
        TwinPosition p = Position(o.Account, o.Market);
        bool healthy = p.Isolated
            ? p.IsoMargin + Unrealised(p, market) >= Maintenance(p, market)
            : Equity(o.Account, Level.Maint) >= CrossMaintenance(o.Account);
        bool fair = o.IsBuy ? price * Sub <= market.Mark : price * Sub >= market.Mark;
        if (healthy && fair) return true;
        if (!p.Isolated) return Imagine(o, q, price, fees, _ => Equity(o.Account, Level.Maint)) >= 0;
        long pot = p.IsoMargin, available = Available(o.Account);
        return Imagine(o, q, price, fees, realised =>
        {
            TwinPosition after = Position(o.Account, o.Market);
            return after.Size == 0 ? pot + realised - (available >= fees ? 0 : fees) : after.IsoMargin + Unrealised(after, market);
        }) >= 0;
    }

    private void Execute(TwinOrder taker, TwinOrder maker, long q, FillFees fees, FillReason reason)
    {
        TwinMarket market = Market(taker.Market);
        long price = maker.Price, notional = q * price * market.Tv;
        BeginDay(taker.Account);
        BeginDay(maker.Account);
        taker.Rest -= q;
        taker.Filled += q;
        maker.Rest -= q;
        maker.Filled += q;
        maker.Visible -= q;
        market.Last = price;
        long takerGain = _closing is null
            ? ApplyFill(taker.Account, market, taker.Side, q, price, fees.OfTaker)
            : ApplyForced(taker.Account, market, taker.Side.Sign() * q, notional, fees.OfTaker);
        long makerGain = ApplyFill(maker.Account, market, maker.Side, q, price, fees.OfMaker);
        _s.VenueFees += fees.Taker + fees.Maker - fees.Referral;
        market.Risk.Traded += q;
        if (fees.Liquidation > 0)
        {
            _liquidationFees += fees.Liquidation;
            Income(market.Risk.Fund, fees.Liquidation);
        }
        ShareFees(market, fees.Taker + fees.Maker - fees.Referral);
        Tell(taker.Account, market.Id, new Trade
        {
            Price = new(price),
            Qty = new(q),
            TakerOrder = new(taker.Id),
            MakerOrder = new(maker.Id),
            TakerRest = new(taker.Rest),
            MakerRest = new(maker.Rest),
            TakerFee = new(fees.Taker),
            MakerFee = new(fees.Maker),
            TakerBuilderFee = new(fees.TakerBuilder),
            MakerBuilderFee = new(fees.MakerBuilder),
            ReferralShare = new(fees.Referral),
            MakerAccount = maker.Account,
            TradeIndex = _tradeIndex++,
            TakerSide = taker.Side,
            Reason = reason,
        });
        TellPosition(taker.Account, market.Id, takerGain, fees.OfTaker, reason);
        TellPosition(maker.Account, market.Id, makerGain, fees.OfMaker, reason);
        if (fees.Referral > 0) MoveBalance(fees.Referrer, 1, fees.Referral, BalanceReason.Referral, taker.Account);
        if (fees.TakerBuilder > 0) MoveBalance(taker.Builder, 1, fees.TakerBuilder, BalanceReason.Builder, taker.Account);
        if (fees.MakerBuilder > 0) MoveBalance(maker.Builder, 1, fees.MakerBuilder, BalanceReason.Builder, maker.Account);
        if (_closing is null)
        {
            CountVolume(taker.Account, notional);
            CountVolume(maker.Account, notional);
        }

        if (maker.Place == Place.Quote)
        {
            if (maker.Rest == 0) End(maker, OrderState.Filled);
        }
        else if (maker.Rest == 0)
        {
            End(maker, OrderState.Filled);
            TellBook(maker, BookChange.Deleted);
        }
        else if (maker.Visible == 0)
        {
            Refresh(maker);
        }
        else
        {
            TellBook(maker, BookChange.Executed);
        }
        AfterFill(maker, q);
        TrimReduceOnly(maker.Account, market.Id);
        ProtectMaker(maker.Account, market, q);
    }

    private void TellPosition(int account, int market, long realised, long fees, FillReason reason)
    {
        TwinPosition p = Position(account, market);
        Tell(account, market, new PositionChanged
        {
            Size = new(p.Size),
            Cost = new(p.Cost),
            IsolatedMargin = new(p.IsoMargin),
            Cash = new(Account(account).Cash),
            Realised = new(realised),
            Fees = new(fees),
            Reason = reason,
            Mode = p.Mode,
            Leverage = (ushort)p.Leverage,
        });
    }

    private void CountVolume(int account, long notional)
    {
        long day = Floor(_now, Day);
        SortedDictionary<long, long> volume = RootOf(account).Volume;
        volume[day] = volume.GetValueOrDefault(day) + notional;
    }

    /// <summary>Market-maker protection: too many maker lots inside the window take the quotes away.</summary>
    private void ProtectMaker(int account, TwinMarket market, long q)
    {
        TwinPosition p = Position(account, market.Id);
        if (p.MmpQty == 0) return;
        if (p.MmpFilled == 0 || _now - p.MmpWindowStartNs > p.MmpWindowNs) (p.MmpWindowStartNs, p.MmpFilled) = (_now, 0);
        p.MmpFilled += q;
        if (p.MmpFilled <= p.MmpQty) return;
        p.MmpFrozenUntilNs = _now + p.MmpFreezeNs;
        Tell(account, market.Id, new MmpFired { Filled = new(p.MmpFilled), FrozenUntilNs = p.MmpFrozenUntilNs });
        p.MmpFilled = 0;
        foreach (TwinOrder o in market.Resting.Where(o => o.Account == account && !o.ReduceOnly).OrderBy(o => o.Id).ToList()) Cancel(o, CancelReason.MmpActive);
    }
}
