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
    public AccountSums Without(int account, int exceptPosition) => Without(account, exceptPosition, new Stored(state.Positions));

    /// <summary>Of the same, what is available for new risk; nothing in an account that has no more than this position and its cash.</summary>
    public Micros AvailableWithout(int account, int exceptPosition) =>
        HasNoMoreThan(in state.Accounts[account], exceptPosition) ? Micros.Zero : SumAvailable(account, exceptPosition);

    private Micros SumAvailable(int account, int exceptPosition) => Without(account, exceptPosition).Available;

    private static bool HasNoMoreThan(in Account owner, int position) =>
        owner.FirstHolding == 0 && owner.FirstPosition == position && owner.PositionCount <= 1;

    /// <summary>The same over positions that somebody else tells.</summary>
    public AccountSums Without<TPositions>(int account, int exceptPosition, TPositions view) where TPositions : struct, IPositionView
    {
        AccountSums sums = default;
        ref Account owner = ref state.Accounts[account];
        Slab<Position> positions = state.Positions;
        if (HasNoMoreThan(in owner, exceptPosition)) return sums;
        for (int slot = owner.FirstPosition; slot != 0; slot = positions[slot].Next)
        {
            if (slot == exceptPosition) continue;
            ref readonly Position position = ref view.At(slot);
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
        Micros value = market.ValueFloor(position.Size);
        Micros exposure = Exposure(value, position.BuyNotional, position.SellNotional);
        if (position.IsIsolated)
        {
            sums.InitialMargin += IsolatedOrderMargin(in position, market, exposure);
            return;
        }
        sums.InitialMargin += market.InitialMargin(exposure, position.Leverage);
        if (position.Size.Value == 0) return;
        Micros profit = value - position.Cost;
        sums.EquityMaint += profit;
        sums.EquityInit += Weighted(profit, market);
        sums.EquityWithdraw += Micros.Min(profit, Micros.Zero);
        sums.MaintenanceMargin += market.MaintenanceMargin(market.ValueCeil(position.Size));
        sums.PositionNotional += Absolute(value);
    }

    /// <summary>The same, told apart for whoever asks.</summary>
    public static MarginShare ShareOf(in Position position, Market market)
    {
        Micros value = market.ValueFloor(position.Size);
        Micros held = market.InitialMargin(Absolute(value), position.Leverage);
        Micros whole = market.InitialMargin(Exposure(value, position.BuyNotional, position.SellNotional), position.Leverage);
        Micros maintenance = position.Size.Value == 0 ? Micros.Zero : market.MaintenanceMargin(market.ValueCeil(position.Size));
        return new(value, held, whole - held, maintenance, position.BuyNotional, position.SellNotional);
    }

    /// <summary>What one position and its resting orders contribute to <see cref="AccountSums.Available"/> alone.</summary>
    /// <param name="position">Its size, cost and settings.</param>
    /// <param name="market">Its market.</param>
    /// <param name="value">Of its size at mark.</param>
    /// <param name="exposure">With its orders as they will be.</param>
    public static Micros AvailableOf(in Position position, Market market, Micros value, Micros exposure)
    {
        if (position.IsIsolated) return -IsolatedOrderMargin(in position, market, exposure);
        Micros profit = position.Size.Value == 0 ? Micros.Zero : value - position.Cost;
        return Weighted(profit, market) - market.InitialMargin(exposure, position.Leverage);
    }

    /// <summary>Paper profit as new risk may use it; losses count in full.</summary>
    public static Micros Weighted(Micros profit, Market market) =>
        profit.Value <= 0 ? profit : Ppb.MulFloor(profit, market.Terms.ProfitWeightPpb);

    /// <summary>Σ exposure over the account's markets, but for one that the caller adds as it will be.</summary>
    public Micros TotalExposure(int account, int exceptPosition)
    {
        Micros total = Micros.Zero;
        for (int slot = state.Accounts[account].FirstPosition; slot != 0; slot = state.Positions[slot].Next)
        {
            ref Position position = ref state.Positions[slot];
            if (slot != exceptPosition) total += Exposure(in position, state.Markets[position.Market]);
        }
        return total;
    }

    /// <summary>max(|P + B|, |P − S|): the worst that the position and its orders can become.</summary>
    public static Micros Exposure(in Position position, Market market) =>
        Exposure(market.ValueFloor(position.Size), position.BuyNotional, position.SellNotional);

    /// <summary>The same from its parts.</summary>
    public static Micros Exposure(Micros value, Micros buys, Micros sells) => Micros.Max(Absolute(value + buys), Absolute(value - sells));

    /// <summary>What an isolated market's resting orders will take from the account when they fill.</summary>
    public static Micros IsolatedOrderMargin(in Position position, Market market, Micros exposure)
    {
        Micros held = market.InitialMargin(Absolute(market.ValueFloor(position.Size)), position.Leverage);
        return Micros.Max(Micros.Zero, market.InitialMargin(exposure, position.Leverage) - held);
    }

    /// <summary>The money that could leave the account now (domain §6.8), before caps of single assets.</summary>
    public static Micros WithdrawableValue(in AccountSums sums) => Micros.Max(Micros.Zero, SpareValue(in sums));

    /// <summary>The same, and below 0 what is missing before anything could.</summary>
    public static Micros SpareValue(in AccountSums sums)
    {
        Micros need = Micros.Max(sums.InitialMargin, new(Rounding.MulDivCeil(sums.PositionNotional.Value, 1, 10)));
        return sums.EquityWithdraw - need;
    }

    /// <summary>What stands behind one position: its pot, or the account's equity without it less the margin of the others.</summary>
    public Micros Backing(int slot)
    {
        ref Position position = ref state.Positions[slot];
        if (position.IsIsolated) return position.IsolatedMargin;
        AccountSums others = Without(position.Account, slot);
        return others.EquityMaint + state.Accounts[position.Account].Cash - others.MaintenanceMargin;
    }

    /// <summary>An isolated pot's own equity.</summary>
    public static Micros PotEquity(in Position position, Market market) => position.IsolatedMargin + market.Unrealised(in position);

    private readonly struct Stored(Slab<Position> positions) : IPositionView
    {
        public ref readonly Position At(int slot) => ref positions[slot];
    }

    public static Micros Absolute(Micros value) => value.Value < 0 ? -value : value;
}
