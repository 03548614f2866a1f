using Peregrine.Core;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Positions;

/// <summary>What a fill does to one side's position and cash, before fees. Pure: nothing changes until it is booked.</summary>
internal struct FillEffect
{
    public Lots Size;
    public Micros Cost;
    public Micros IsolatedMargin;
    public Micros CashChange;
    public Micros Realised;

    /// <summary>Applies <paramref name="qty"/> at <paramref name="price"/>; a fill through zero is a close and then an open.</summary>
    public static void Of(in Position position, Market market, Side side, Lots qty, Ticks price, out FillEffect effect)
    {
        effect = default;
        effect.Size = position.Size;
        effect.Cost = position.Cost;
        effect.IsolatedMargin = position.IsolatedMargin;
        int sign = side.Sign();
        long closable = Math.Max(0, -sign * position.Size.Value);
        long close = Math.Min(qty.Value, closable);
        if (close > 0) effect.Reduce(sign, close, market.Notional(new Lots(close), price), position.IsIsolated);
        if (qty.Value > close) effect.Open(in position, market, side, new Lots(qty.Value - close), price);
    }

    /// <summary>Adds to what the position has won and paid since it was opened; a fill that opens or turns it begins anew.</summary>
    public readonly void CountInto(ref Position position, Lots before, Micros fee)
    {
        bool opens = before.Value == 0 || before.Value > 0 != Size.Value > 0;
        position.Realised = opens ? Micros.Zero : position.Realised + Realised;
        position.FeesPaid = opens ? fee : position.FeesPaid + fee;
        if (opens) position.FundingPaid = Micros.Zero;
    }

    /// <summary>Closes lots of the position for an amount of money, as liquidation does: a pot releases nothing while a position is left (domain §5.4).</summary>
    public static void OfForced(in Position position, Lots qty, Micros notional, out FillEffect effect)
    {
        effect = default;
        effect.Size = position.Size;
        effect.Cost = position.Cost;
        effect.IsolatedMargin = position.IsolatedMargin;
        bool keeps = position.IsIsolated && qty.Value < Math.Abs(position.Size.Value);
        effect.Reduce(position.Size.Value > 0 ? -1 : 1, qty.Value, notional, position.IsIsolated && !keeps);
        if (!keeps) return;
        effect.IsolatedMargin += effect.CashChange;
        effect.CashChange = Micros.Zero;
    }

    private void Reduce(int sign, long close, Micros notional, bool isolated)
    {
        long held = Math.Abs(Size.Value);
        long proceeds = sign * notional.Value;
        long released = close == held ? Cost.Value : Rounding.MulDivTrunc(Cost.Value, close, held);
        Micros realised = new(-proceeds - released);
        Realised += realised;
        Cost -= new Micros(released);
        if (isolated) ReleasePot(close, held, realised);
        else CashChange += realised;
        Size += new Lots(sign * close);
    }

    // A share of the pot leaves with the closed part, unless the loss eats it: then the pot pays and nothing is released.
    // A pot left below 0 tells the fill's gate that this fill may not happen.
    private void ReleasePot(long close, long held, Micros realised)
    {
        Micros share = new(Rounding.MulDivFloor(IsolatedMargin.Value, close, held));
        Micros toCash = share + realised;
        if (toCash >= Micros.Zero)
        {
            CashChange += toCash;
            IsolatedMargin -= share;
        }
        else
        {
            IsolatedMargin += realised;
        }
    }

    private void Open(in Position position, Market market, Side side, Lots qty, Ticks price)
    {
        Micros before = Cost.Value < 0 ? -Cost : Cost;
        Micros after = before + market.Notional(qty, price);
        if (position.IsIsolated)
        {
            Micros moved = market.InitialMargin(after, position.Leverage) - market.InitialMargin(before, position.Leverage)
                + market.LossAgainstMark(side, qty, price);
            IsolatedMargin += moved;
            CashChange -= moved;
        }
        Cost = side == Side.Buy ? after : -after;
        Size += new Lots(side.Sign() * qty.Value);
    }
}
