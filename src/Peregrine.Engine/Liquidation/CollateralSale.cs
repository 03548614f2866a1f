using Peregrine.Core;
using Peregrine.Engine.Accounts;
using Peregrine.Engine.Borrow;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Liquidation;

/// <summary>Sells collateral for what its owner owes, at 1.5 % below index, to the accounts named for it (domain §9, §10.2). No spot book exists.</summary>
internal sealed class CollateralSale(EngineState state, RiskBook figures, Collateral balances)
{
    private const int DiscountPpb = 15_000_000;

    /// <summary>Asset by asset until so much money has come in, or nothing is left. False when nothing was sold.</summary>
    public bool Sell(int account, Micros needed)
    {
        bool sold = false;
        for (int slot = state.Accounts[account].FirstHolding; slot != 0 && needed.Value > 0; slot = state.Holdings[slot].Next)
        {
            Micros proceeds = SellOne(account, slot, needed);
            needed -= proceeds;
            sold |= proceeds.Value != 0;
        }
        return sold;
    }

    /// <summary>Whether somebody is named for anything that the account has.</summary>
    public bool FindsBuyer(int account)
    {
        for (int slot = state.Accounts[account].FirstHolding; slot != 0; slot = state.Holdings[slot].Next)
        {
            if (state.Holdings[slot].Amount > 0 && IsWanted(account, state.Assets[state.Holdings[slot].Asset])) return true;
        }
        return false;
    }

    /// <summary>Units of one asset for at least so much money, as far as there are any and their buyer can pay; says what they brought.</summary>
    public Micros SellOne(int account, int slot, Micros needed)
    {
        ref Holding holding = ref state.Holdings[slot];
        Asset asset = state.Assets[holding.Asset];
        Micros price = PriceOf(asset);
        return price.Value <= 0 ? Micros.Zero : SellUnits(account, slot, UnitsFor(needed, asset, price, holding.Amount));
    }

    /// <summary>So many units, or as many as their buyer can pay; says what they brought.</summary>
    public Micros SellUnits(int account, int slot, long units)
    {
        Asset asset = state.Assets[state.Holdings[slot].Asset];
        Micros price = PriceOf(asset);
        if (units <= 0 || price.Value <= 0 || !IsWanted(account, asset)) return Micros.Zero;
        long affordable = balances.Withdrawable(asset.Buyer, EngineState.SettleAsset);
        if (ValueOf(asset, price, units).Value > affordable) units = Math.Min(units, Rounding.Floor((Int128)affordable * asset.Scale, price.Value));
        Micros value = ValueOf(asset, price, units);
        if (units <= 0 || value.Value <= 0 || value.Value > affordable) return Micros.Zero;
        Trade(account, asset, units, value);
        return value;
    }

    private bool IsWanted(int account, Asset asset) =>
        asset.Buyer != 0 && asset.Buyer != account && asset.PriceState == PriceState.Fresh && balances.HasRoom(asset.Buyer, asset.Id);

    private void Trade(int account, Asset asset, long units, Micros value)
    {
        state.Events.Add(account, 0, new CollateralConverted
        {
            Amount = units,
            Value = value,
            Index = asset.Index,
            Owed = Loans.LoanOf(state.Accounts[account].Cash),
            CollateralMaint = figures.CollateralOf(account),
            Buyer = asset.Buyer,
            Asset = (ushort)asset.Id,
        });
        balances.Debit(account, asset.Id, units, BalanceReason.Conversion, asset.Buyer);
        balances.Credit(asset.Buyer, asset.Id, units, BalanceReason.Conversion, account);
        balances.Debit(asset.Buyer, EngineState.SettleAsset, value.Value, BalanceReason.Conversion, account);
        balances.Credit(account, EngineState.SettleAsset, value.Value, BalanceReason.Conversion, asset.Buyer);
    }

    /// <summary>What so many units bring; the seller receives, so it is rounded down.</summary>
    public static Micros ValueOf(Asset asset, long units) => ValueOf(asset, PriceOf(asset), units);

    private static Micros PriceOf(Asset asset) => Ppb.MulFloor(asset.Index, Ppb.One - DiscountPpb);

    // Units above their caps are not bounded by a price; no buyer has that much, and no loan is that large.
    private static Micros ValueOf(Asset asset, Micros price, long units) => new(Rounding.MulDivFloorAtMost(units, price.Value, asset.Scale));

    // Enough of them, or all.
    private static long UnitsFor(Micros needed, Asset asset, Micros price, long most)
    {
        Int128 units = ((Int128)needed.Value * asset.Scale + price.Value - 1) / price.Value;
        return units < most ? (long)units : most;
    }
}
