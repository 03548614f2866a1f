using Peregrine.Core;
using Peregrine.Engine.Matching;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Margin;

/// <summary>Sums an account's equity and margin. Walks its own positions and collateral, never anybody else's.</summary>
internal sealed class MarginBook(EngineState state)
{
    /// <summary>The whole account as it stands.</summary>
    public AccountSums Of(int account)
    {
        AccountSums sums = Without(account, 0);
        sums.AddCash(state.Accounts[account].Cash);
        return sums;
    }

    /// <summary>The account without its cash and without one position, which the caller adds as it will be.</summary>
    public AccountSums Without(int account, int exceptPosition)
    {
        AccountSums sums = default;
        ref Account owner = ref state.Accounts[account];
        Slab<Position> positions = state.Positions;
        for (int slot = owner.FirstPosition; slot != 0; slot = positions[slot].Next)
        {
            if (slot == exceptPosition) continue;
            ref Position position = ref positions[slot];
            Add(ref sums, in position, state.Markets[position.Market]);
        }
        for (int slot = owner.FirstHolding; slot != 0; slot = state.Holdings[slot].Next)
        {
            ref Holding holding = ref state.Holdings[slot];
            Asset asset = state.Assets[holding.Asset];
            Micros init = asset.InitValue(holding.Counted);
            sums.EquityInit += init;
            sums.EquityWithdraw += init;
            sums.EquityMaint += asset.MaintValue(holding.Counted);
        }
        return sums;
    }

    /// <summary>What one position and its resting orders contribute.</summary>
    public static void Add(ref AccountSums sums, in Position position, Market market)
    {
        Micros exposure = Exposure(in position, market);
        if (position.IsIsolated)
        {
            sums.InitialMargin += IsolatedOrderMargin(in position, market, exposure);
            return;
        }
        sums.InitialMargin += market.InitialMargin(exposure, position.Leverage);
        if (position.Size.Value == 0) return;
        Micros profit = market.Unrealised(in position);
        sums.EquityMaint += profit;
        sums.EquityInit += profit.Value <= 0 ? profit : Ppb.MulFloor(profit, market.Terms.ProfitWeightPpb);
        sums.EquityWithdraw += Micros.Min(profit, Micros.Zero);
        sums.MaintenanceMargin += market.MaintenanceMargin(market.ValueCeil(position.Size));
        sums.PositionNotional += Absolute(market.ValueFloor(position.Size));
    }

    /// <summary>max(|P + B|, |P − S|): the worst that the position and its orders can become.</summary>
    public static Micros Exposure(in Position position, Market market)
    {
        Micros value = market.ValueFloor(position.Size);
        return Micros.Max(Absolute(value + position.BuyNotional), Absolute(value - position.SellNotional));
    }

    /// <summary>What an isolated market's resting orders will take from the account when they fill.</summary>
    public static Micros IsolatedOrderMargin(in Position position, Market market, Micros exposure)
    {
        Micros held = market.InitialMargin(Absolute(market.ValueFloor(position.Size)), position.Leverage);
        return Micros.Max(Micros.Zero, market.InitialMargin(exposure, position.Leverage) - held);
    }

    /// <summary>The money that could leave the account now (domain §6.8), before caps of single assets.</summary>
    public static Micros WithdrawableValue(in AccountSums sums)
    {
        Micros need = Micros.Max(sums.InitialMargin, new(Rounding.MulDivCeil(sums.PositionNotional.Value, 1, 10)));
        return Micros.Max(Micros.Zero, sums.EquityWithdraw - need);
    }

    /// <summary>An isolated pot's own equity.</summary>
    public static Micros PotEquity(in Position position, Market market) => position.IsolatedMargin + market.Unrealised(in position);

    public static Micros Absolute(Micros value) => value.Value < 0 ? -value : value;
}
