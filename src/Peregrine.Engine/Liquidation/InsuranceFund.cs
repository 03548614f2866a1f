using Peregrine.Core;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Liquidation;

/// <summary>What insurance takes in and pays: a market's own fund first, then the one behind all of them (domain §10.7).</summary>
internal sealed class InsuranceFund(EngineState state)
{
    private const int FeeShare = 10;
    /// <summary>The target is 1 % of open interest.</summary>
    private const int TargetShare = 100;

    /// <summary>What one event may draw now.</summary>
    public Micros Allowance(Market market) => market.Risk.Insurance.Allowance(state.NowNs) + state.System.Insurance.Allowance(state.NowNs);

    /// <summary>Income of a market: debts first.</summary>
    public Micros Credit(Market market, Micros amount)
    {
        Micros repaid = Micros.Min(amount, -market.Risk.BadDebt);
        market.Risk.BadDebt += repaid;
        market.Risk.Insurance.Money += amount - repaid;
        return repaid;
    }

    /// <summary>What the venue keeps of a fill's fees; a tenth goes to the market's fund until it has its target.</summary>
    public Micros Share(Market market, Micros fees)
    {
        if (state.Suspects.IsOff || fees.Value < FeeShare || HasTarget(market)) return fees;
        Micros share = new(fees.Value / FeeShare);
        Credit(market, share);
        return fees - share;
    }

    private static bool HasTarget(Market market)
    {
        Int128 interest = (Int128)(market.OpenInterest.Value * market.TickLotValue) * market.Mark.Value;
        return (Int128)market.Risk.Insurance.Money.Value * (TargetShare * Market.Sub) >= interest;
    }

    /// <summary>Brings what a closed part owes to 0. What no fund has becomes bad debt; without a market, of the venue.</summary>
    public void Cover(int account, int positionSlot, Market? market, Micros amount)
    {
        if (amount.Value <= 0) return;
        Micros own = market is null ? Micros.Zero : market.Risk.Insurance.Draw(amount, state.NowNs);
        Micros global = state.System.Insurance.Draw(amount - own, state.NowNs);
        Micros missing = amount - own - global;
        Give(account, positionSlot, own + global);
        int id = market?.Id ?? 0;
        Micros pot = state.Positions[positionSlot].IsolatedMargin;
        if ((own + global).Value > 0)
        {
            state.Events.Add(account, id, new InsuranceDrawn
            {
                FromMarket = own,
                FromGlobal = global,
                MarketFund = market?.Risk.Insurance.Money ?? Micros.Zero,
                GlobalFund = state.System.Insurance.Money,
                Cash = state.Accounts[account].Cash,
                IsolatedMargin = pot,
            });
        }
        if (missing.Value > 0) BookDebt(account, positionSlot, market, missing);
    }

    private void BookDebt(int account, int positionSlot, Market? market, Micros missing)
    {
        ref Micros debt = ref market is null ? ref state.System.BadDebt : ref market.Risk.BadDebt;
        debt -= missing;
        Give(account, positionSlot, missing);
        state.Events.Add(account, market?.Id ?? 0, new BadDebtBooked
        {
            Amount = missing,
            BadDebt = debt,
            Cash = state.Accounts[account].Cash,
            IsolatedMargin = state.Positions[positionSlot].IsolatedMargin,
        });
    }

    private void Give(int account, int positionSlot, Micros amount)
    {
        if (positionSlot != 0) state.Positions[positionSlot].IsolatedMargin += amount;
        else state.Accounts[account].Cash += amount;
        state.Touch(account);
    }
}
