using Peregrine.Core;
using Peregrine.Engine.Accounts;
using Peregrine.Engine.Funding;
using Peregrine.Engine.Lifecycle;
using Peregrine.Engine.Margin;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Positions;

/// <summary>Leverage, margin mode and the pot of an isolated position.</summary>
internal sealed class PositionSettings(EngineState state, MarginBook margin, LimitBook limits, FundingSettlement funding)
{
    public RejectCode SetLeverage(in Command command, ref Outcome outcome)
    {
        ref readonly SetLeverage body = ref Command.Body<SetLeverage>(in command);
        int account = command.Header.Account;
        RejectCode code = limits.Permit(account, command.Header.Key, AllowedActions.Trade, body.Market);
        if (code != RejectCode.None) return code;
        if (!state.HasMarket(body.Market)) return RejectCode.UnknownMarket;
        Market market = state.Markets[body.Market];
        if (body.Leverage < 1 || body.Leverage > market.Terms.LeverageMax) return RejectCode.LeverageRange;
        if (limits.CheckLeverage(account, command.Header.Key, body.Leverage) != RejectCode.None) return RejectCode.KeyLimit;
        if (IsShut(account)) return RejectCode.AccountState;
        if (!HasRoom(account, body.Market)) return RejectCode.CapacityFull;
        funding.Settle(ref state.Positions[state.FindPosition(account, market.Id)], market);
        Position changed = Current(account, market);
        if (changed.Leverage == body.Leverage) return RejectCode.None;
        Micros moved = Relever(ref changed, market, body.Leverage);
        if (!Affords(account, in changed, market, moved, ref outcome)) return RejectCode.InsufficientMargin;
        // From here on nothing may fail.
        ref Position position = ref state.Positions[state.NeedPosition(account, body.Market)];
        (position.Leverage, position.IsolatedMargin) = (changed.Leverage, changed.IsolatedMargin);
        state.Events.Add(account, body.Market, new LeverageChanged { Leverage = position.Leverage, Mode = position.Mode });
        if (moved > Micros.Zero) Move(account, in position, moved);
        return RejectCode.None;
    }

    public RejectCode SetMode(in Command command, ref Outcome outcome)
    {
        ref readonly SetMarginMode body = ref Command.Body<SetMarginMode>(in command);
        if (body.Mode is not (MarginMode.Cross or MarginMode.Isolated)) return RejectCode.BadValue;
        int account = command.Header.Account;
        RejectCode code = limits.Permit(account, command.Header.Key, AllowedActions.Trade, body.Market);
        if (code != RejectCode.None) return code;
        if (!state.HasMarket(body.Market)) return RejectCode.UnknownMarket;
        if (IsShut(account)) return RejectCode.AccountState;
        if (!HasRoom(account, body.Market)) return RejectCode.CapacityFull;
        Position current = Current(account, state.Markets[body.Market]);
        if (current.Mode == body.Mode) return RejectCode.None;
        // A liquidation of the pot would go on with a position that is no pot any longer.
        if (current.Size.Value != 0 || current.HasOrders || current.Case != 0) return RejectCode.MarginModeLocked;
        // From here on nothing may fail.
        ref Position position = ref state.Positions[state.NeedPosition(account, body.Market)];
        position.Mode = body.Mode;
        state.Events.Add(account, body.Market, new LeverageChanged { Leverage = position.Leverage, Mode = position.Mode });
        return RejectCode.None;
    }

    /// <summary>Adds to an isolated pot from what is available, or takes from it what its own margin leaves.</summary>
    public RejectCode MoveMargin(in Command command, ref Outcome outcome)
    {
        ref readonly MoveMargin body = ref Command.Body<MoveMargin>(in command);
        int account = command.Header.Account;
        RejectCode code = limits.Permit(account, command.Header.Key, AllowedActions.Trade, body.Market);
        if (code != RejectCode.None) return code;
        if (!state.HasMarket(body.Market)) return RejectCode.UnknownMarket;
        if (body.Amount.Value is 0 or < -Collateral.AmountMax or > Collateral.AmountMax) return RejectCode.BadValue;
        if (IsShut(account) && body.Amount < Micros.Zero || state.Accounts[account].Status == AccountStatus.Closed) return RejectCode.AccountState;
        ref Position position = ref state.Positions[state.FindPosition(account, body.Market)];
        if (!position.IsIsolated || position.Size.Value == 0) return RejectCode.NoPosition;
        Market market = state.Markets[body.Market];
        funding.Settle(ref position, market);
        code = body.Amount > Micros.Zero
            ? CheckAdd(account, body.Amount, ref outcome)
            : CheckRemove(in position, market, -body.Amount, ref outcome);
        if (code != RejectCode.None) return code;
        // From here on nothing may fail.
        position.IsolatedMargin += body.Amount;
        Move(account, in position, body.Amount);
        return RejectCode.None;
    }

    private RejectCode CheckAdd(int account, Micros amount, ref Outcome outcome)
    {
        Micros available = margin.Of(account).Available;
        return amount <= available ? RejectCode.None : Insufficient(amount, available, ref outcome);
    }

    private static RejectCode CheckRemove(in Position position, Market market, Micros amount, ref Outcome outcome)
    {
        if (market.Terms.StrictIsolated != 0) return RejectCode.StrictIsolated;
        if (!PriceRules.LetsMoneyOut(market.PriceState)) return RejectCode.PriceState;
        Micros notional = market.ValueCeil(position.Size);
        Micros needed = Micros.Max(market.InitialMargin(notional, position.Leverage), new(Rounding.MulDivCeil(notional.Value, 1, 10)));
        Micros free = position.IsolatedMargin + Micros.Min(market.Unrealised(in position), Micros.Zero) - needed;
        return amount <= free ? RejectCode.None : Insufficient(amount, free, ref outcome);
    }

    // The new leverage, and what an isolated pot then lacks and takes from the account.
    private static Micros Relever(ref Position position, Market market, ushort leverage)
    {
        bool lowers = leverage < position.Leverage;
        position.Leverage = leverage;
        if (!lowers || !position.IsIsolated || position.Size.Value == 0) return Micros.Zero;
        Micros needed = market.InitialMargin(market.ValueCeil(position.Size), leverage);
        Micros moved = Micros.Max(Micros.Zero, needed - position.IsolatedMargin);
        position.IsolatedMargin += moved;
        return moved;
    }

    /// <summary>Whether account and pot carry the position and its open orders under the new leverage.</summary>
    private bool Affords(int account, in Position changed, Market market, Micros moved, ref Outcome outcome)
    {
        Micros exposure = MarginBook.Exposure(in changed, market);
        // A pot is asked even when its position is worth less than the smallest unit: it may owe more than that.
        if (changed.IsIsolated && changed.Size.Value != 0)
        {
            Micros needed = market.InitialMargin(market.ValueCeil(changed.Size), changed.Leverage);
            Micros pot = MarginBook.PotEquity(in changed, market);
            // Lowering has just filled the pot as the rule says; raising must find it solvent.
            bool raises = changed.Leverage > state.Positions[state.FindPosition(account, market.Id)].Leverage;
            if (raises && needed > pot) return Insufficient(needed, pot, ref outcome) == RejectCode.None;
            if (moved == Micros.Zero && MarginBook.IsolatedOrderMargin(in changed, market, exposure) == Micros.Zero) return true;
        }
        else if (exposure == Micros.Zero)
        {
            return true;
        }
        AccountSums sums = margin.Without(account, state.FindPosition(account, market.Id));
        sums.AddCash(state.Accounts[account].Cash - moved);
        MarginBook.Add(ref sums, in changed, market);
        if (sums.Available >= Micros.Zero) return true;
        // As for an order: what the change takes from what is available now.
        Micros available = margin.Of(account).Available;
        return Insufficient(available - sums.Available, available, ref outcome) == RejectCode.None;
    }

    private void Move(int account, in Position position, Micros amount)
    {
        ref Account owner = ref state.Accounts[account];
        state.MoveCash(account, -amount);
        state.Touch(account);
        state.Events.Add(account, position.Market, new MarginMoved { Amount = amount, IsolatedMargin = position.IsolatedMargin, Cash = owner.Cash });
    }

    // The record as it is, or as it would be made.
    private Position Current(int account, Market market)
    {
        int slot = state.FindPosition(account, market.Id);
        return slot != 0 ? state.Positions[slot] : state.NewPosition(account, market.Id);
    }

    private bool HasRoom(int account, int market) => !state.Positions.Full || state.FindPosition(account, market) != 0;

    private bool IsShut(int account) => state.Accounts[account].Status is AccountStatus.Liquidating or AccountStatus.Closed;

    private static RejectCode Insufficient(Micros needed, Micros available, ref Outcome outcome)
    {
        (outcome.Detail1, outcome.Detail2) = (needed.Value, available.Value);
        return RejectCode.InsufficientMargin;
    }
}
