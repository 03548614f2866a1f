using Peregrine.Core;
using Peregrine.Engine.Margin;
using Peregrine.Engine.Positions;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Liquidation;

/// <summary>Lets a market's backstop take over what its book left, within its caps and its own margin (domain §10.5).</summary>
internal sealed class BackstopIntake(EngineState state, MarginBook margin, ForcedClose forced)
{
    private const long HourNs = 3_600_000_000_000;
    private const int IntakePerCap = 3;
    private const int Leverage = 5;

    /// <summary>One offer to the backstop.</summary>
    private struct Offer
    {
        public Market Market;
        public Side Side;
        public Ticks Price;
        public int Vault;
        public int Position;
        /// <summary>Money a lot that insurance would pay, and what it may.</summary>
        public long ShortPerLot;
        public Micros Budget;
    }

    /// <summary>Says how many lots it took.</summary>
    public Lots Take(int positionSlot, Lots wanted, Ticks bankruptcy, bool isBankrupt, Micros budget)
    {
        ref Position failing = ref state.Positions[positionSlot];
        Market market = state.Markets[failing.Market];
        if (!TryOffer(failing.Account, market, failing.Size.Value > 0, bankruptcy, isBankrupt, budget, out Offer offer)) return Lots.Zero;
        Lots taken = MostOf(in offer, wanted);
        if (taken.Value == 0) return taken;
        Micros notional = market.Notional(taken, offer.Price);
        CountIntake(market.Risk, notional);
        state.Events.Add(failing.Account, market.Id, new BackstopTaken
        {
            Qty = taken,
            Price = offer.Price,
            Bankruptcy = bankruptcy,
            Mark = market.Mark,
            Asked = wanted,
            Budget = budget,
            HourIntake = market.Risk.HourIntake,
            Vault = offer.Vault,
            Side = offer.Side,
        });
        forced.Close(positionSlot, market, taken, notional, FillReason.Backstop);
        forced.Take(offer.Position, market, offer.Side, taken, offer.Price, FillReason.Backstop);
        forced.TrimOrders(positionSlot);
        forced.TrimOrders(offer.Position);
        return taken;
    }

    private bool TryOffer(int account, Market market, bool isLong, Ticks bankruptcy, bool isBankrupt, Micros budget, out Offer offer)
    {
        offer = default;
        ref readonly SetBackstop terms = ref market.Risk.Backstop;
        if (terms.Target == 0 || terms.Target == account || terms.IntakeOff != 0) return false;
        if (state.Accounts[terms.Target].Status != AccountStatus.Active) return false;
        Ticks discounted = ClosingPrice.Discounted(isLong, market);
        Ticks price = ClosingPrice.Within(market, isBankrupt ? discounted : ClosingPrice.Better(isLong, bankruptcy, discounted));
        long beyond = isLong ? bankruptcy.Value - price.Value : price.Value - bankruptcy.Value;
        int position = state.NeedPosition(terms.Target, market.Id);
        if (position == 0 || state.Positions[position].IsIsolated) return false;
        forced.Settle(position, market);
        if (market.Terms.GroupOiSharePpb != 0 && state.NeedPosition(state.Accounts[terms.Target].Root, market.Id) == 0) return false;
        offer = new Offer
        {
            Market = market,
            Side = isLong ? Side.Buy : Side.Sell,
            Price = price,
            Vault = terms.Target,
            Position = position,
            ShortPerLot = isBankrupt ? Math.Max(0, beyond) * market.TickLotValue : 0,
            Budget = budget,
        };
        return true;
    }

    // The most lots that pass every condition. Each is sooner broken by more, but for those that a trade which shrinks what the backstop holds mends:
    // what brings it back to nothing is asked before any part of that.
    private Lots MostOf(in Offer offer, Lots wanted)
    {
        if (Passes(in offer, wanted)) return wanted;
        Lots held = state.Positions[offer.Position].Size;
        long back = held.Value != 0 && held.Value > 0 != (offer.Side == Side.Buy) ? Math.Min(Math.Abs(held.Value), wanted.Value) : 0;
        bool isBackGood = back > 0 && Passes(in offer, new(back));
        long good = isBackGood ? back : 0;
        long bad = back > 0 && !isBackGood ? back : wanted.Value;
        while (bad - good > 1)
        {
            long middle = good + (bad - good) / 2;
            if (Passes(in offer, new(middle))) good = middle;
            else bad = middle;
        }
        return new(good);
    }

    private bool Passes(in Offer offer, Lots qty)
    {
        Market market = offer.Market;
        ref readonly SetBackstop terms = ref market.Risk.Backstop;
        if ((Int128)offer.ShortPerLot * qty.Value > offer.Budget.Value) return false;
        ref Position vault = ref state.Positions[offer.Position];
        if (Math.Abs(vault.Size.Value) + vault.BuyQty.Value + vault.SellQty.Value + qty.Value > market.Terms.PositionMax.Value) return false;
        if (IntakeOf(market.Risk) + market.Notional(qty, offer.Price) > new Micros(IntakePerCap * terms.Cap.Value)) return false;
        FillEffect.Of(in vault, market, offer.Side, qty, offer.Price, out FillEffect effect);
        if (market.ValueCeil(effect.Size) > terms.Cap) return false;
        AccountSums sums = margin.Without(offer.Vault, offer.Position);
        Micros value = market.ValueFloor(effect.Size);
        Micros equity = sums.EquityInit + state.Accounts[offer.Vault].Cash + effect.CashChange + MarginBook.Weighted(value - effect.Cost, market);
        Micros exposure = MarginBook.Exposure(value, vault.BuyNotional, vault.SellNotional);
        return equity - sums.InitialMargin >= market.InitialMargin(exposure, Leverage);
    }

    private Micros IntakeOf(MarketRisk risk) => risk.IntakeHour == state.NowNs / HourNs ? risk.HourIntake : Micros.Zero;

    private void CountIntake(MarketRisk risk, Micros notional)
    {
        risk.HourIntake = IntakeOf(risk) + notional;
        risk.IntakeHour = state.NowNs / HourNs;
    }
}
