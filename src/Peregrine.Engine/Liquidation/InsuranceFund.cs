using Peregrine.Core;
using Peregrine.Engine.Borrow;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Liquidation;

/// <summary>What insurance takes in and pays: a market's own fund first, then the one behind all of them (domain §10.7).</summary>
internal sealed class InsuranceFund(EngineState state, LenderLosses lenders)
{
    private const int FeeShare = 10;
    /// <summary>The target is 1 % of open interest.</summary>
    private const int TargetShare = 100;

    /// <summary>What one event may draw now.</summary>
    public Micros Allowance(Market market) => market.Risk.Insurance.Allowance(state.NowNs) + state.System.Insurance.Allowance(state.NowNs);

    /// <summary>Income of a market, or without one of the venue: debts first.</summary>
    public Micros Credit(Market? market, Micros amount)
    {
        ref Micros debt = ref DebtOf(market);
        Micros repaid = Micros.Min(amount, -debt);
        debt += repaid;
        PotOf(market).Money += amount - repaid;
        return repaid;
    }

    /// <summary>As much of the amount as the market's fund and the one behind it have.</summary>
    public Micros Take(Market market, Micros amount)
    {
        Micros own = market.Risk.Insurance.Draw(amount, state.NowNs);
        return own + state.System.Insurance.Draw(amount - own, state.NowNs);
    }

    /// <summary>A market has ended: what its fund still has stands behind all others.</summary>
    public Micros Release(Market market)
    {
        Micros left = market.Risk.Insurance.Money;
        market.Risk.Insurance.Money = Micros.Zero;
        Credit(null, left);
        return left;
    }

    private ref Micros DebtOf(Market? market) => ref market is null ? ref state.System.BadDebt : ref market.Risk.BadDebt;

    private ref InsurancePot PotOf(Market? market) => ref market is null ? ref state.System.Insurance : ref market.Risk.Insurance;

    /// <summary>What the venue keeps of a fill's fees; a tenth goes to the market's fund until it has its target.</summary>
    public Micros Share(Market market, Micros fees)
    {
        if (state.Suspects.IsOff || fees.Value < FeeShare || HasTarget(market)) return fees;
        Micros share = new(fees.Value / FeeShare);
        Credit(market, share);
        return fees - share;
    }

    private static bool HasTarget(Market market) =>
        Rounding.Product(market.Risk.Insurance.Money.Value, TargetShare * Subticks.PerTick) >= Rounding.Product(market.OpenInterest.Value * market.TickLotValue, market.Mark.Value);

    /// <summary>Brings what a closed part owes to 0: by insurance, and by lenders what of it is a loan. What nobody has becomes bad debt.</summary>
    /// <param name="account">Who owes.</param>
    /// <param name="positionSlot">Of the pot that owes; 0 when the account does.</param>
    /// <param name="market">Whose fund is asked first, and whose bad debt it becomes; without one they are the venue's.</param>
    /// <param name="amount">What is owed.</param>
    /// <param name="loan">The part of it that lenders are asked for.</param>
    public void Cover(int account, int positionSlot, Market? market, Micros amount, Micros loan)
    {
        if (amount.Value <= 0) return;
        Micros own = market is null ? Micros.Zero : market.Risk.Insurance.Draw(amount, state.NowNs);
        Micros global = state.System.Insurance.Draw(amount - own, state.NowNs);
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
        Micros missing = amount - own - global;
        missing -= lenders.Carry(account, Micros.Min(missing, loan));
        if (missing.Value > 0) BookDebt(account, positionSlot, market, missing);
    }

    private void BookDebt(int account, int positionSlot, Market? market, Micros missing)
    {
        ref Micros debt = ref DebtOf(market);
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
        else state.MoveCash(account, amount);
        state.Suspects.Touch(account);
    }
}
