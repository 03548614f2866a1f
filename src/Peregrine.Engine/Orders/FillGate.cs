using Peregrine.Core;
using Peregrine.Engine.Margin;
using Peregrine.Engine.Positions;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Orders;

/// <summary>The questions of domain §2.4 that a fill must pass for one of its two owners. Pure; execution and planning ask the same ones.</summary>
internal static class FillGate
{
    public enum Verdict
    {
        Pass = 1,
        LacksMargin = 2,
        WouldBankrupt = 3,
    }

    /// <param name="others">The owner without its cash and without this position.</param>
    /// <param name="before">The position as it stands, its orders' reserves included.</param>
    /// <param name="effect">What the fill makes of it.</param>
    /// <param name="side">Of the owner's order.</param>
    /// <param name="released">The part of that order's reserve that goes with the fill.</param>
    /// <param name="market">The market of that position.</param>
    /// <param name="cash">The owner's cash after the fill, before its fees.</param>
    /// <param name="fee">Everything the owner pays for the fill; negative is earned.</param>
    /// <param name="raises">The fill enlarges the position of a maker, so that its margin is asked.</param>
    /// <param name="feeFromPot">The account cannot pay the fee and the isolated pot does.</param>
    public static Verdict Ask(
        in AccountSums others, in Position before, in FillEffect effect, Side side, Micros released,
        Market market, Micros cash, Micros fee, bool raises, out bool feeFromPot)
    {
        feeFromPot = false;
        if (before.IsIsolated)
        {
            Position after = After(in before, in effect, side, released);
            return AskIsolated(others, in after, market, cash, fee, raises, out feeFromPot);
        }
        Micros value = market.ValueFloor(effect.Size);
        Micros profit = value - effect.Cost;
        Micros paid = cash - fee;
        if (raises)
        {
            Micros buys = side == Side.Buy ? before.BuyNotional - released : before.BuyNotional;
            Micros sells = side == Side.Buy ? before.SellNotional : before.SellNotional - released;
            Micros margin = market.InitialMargin(MarginBook.Exposure(value, buys, sells), before.Leverage);
            if (others.Available + paid + MarginBook.Weighted(profit, market) < margin) return Verdict.LacksMargin;
        }
        return others.EquityMaint + paid + profit < Micros.Zero ? Verdict.WouldBankrupt : Verdict.Pass;
    }

    private static Verdict AskIsolated(AccountSums others, in Position after, Market market, Micros cash, Micros fee, bool raises, out bool feeFromPot)
    {
        others.AddCash(cash);
        MarginBook.Add(ref others, in after, market);
        feeFromPot = fee.Value > 0 && after.Size.Value != 0 && others.Available < fee;
        Micros pot = MarginBook.PotEquity(in after, market) - (feeFromPot ? fee : Micros.Zero);
        if (pot.Value < 0) return raises ? Verdict.LacksMargin : Verdict.WouldBankrupt;
        Micros paid = feeFromPot ? Micros.Zero : fee;
        return raises && others.Available < paid ? Verdict.LacksMargin : Verdict.Pass;
    }

    /// <summary>The position with a fill's effect, its order's reserve released.</summary>
    public static Position After(in Position before, in FillEffect effect, Side restingSide, Micros releasedNotional)
    {
        Position after = before;
        after.Size = effect.Size;
        after.Cost = effect.Cost;
        after.IsolatedMargin = effect.IsolatedMargin;
        if (restingSide == Side.Buy) after.BuyNotional -= releasedNotional;
        else after.SellNotional -= releasedNotional;
        return after;
    }
}
