using Peregrine.Core;
using Peregrine.Engine.Accounts;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Liquidation;

/// <summary>Sells a failing account's collateral for the cash it owes, at 1.5 % below index, to the accounts named for it (domain §10.2, 1b).</summary>
internal sealed class CollateralSale(EngineState state, Collateral balances)
{
    private const int HaircutPpb = 15_000_000;

    /// <summary>Asset by asset until nothing is owed. False when nothing was sold.</summary>
    public bool Sell(int account)
    {
        bool sold = false;
        for (int slot = state.Accounts[account].FirstHolding; slot != 0 && state.Accounts[account].Cash.Value < 0; slot = state.Holdings[slot].Next)
        {
            if (state.Holdings[slot].Amount > 0) sold |= SellOne(account, state.Holdings[slot].Asset, state.Holdings[slot].Amount);
        }
        return sold;
    }

    private bool SellOne(int account, int assetId, long amount)
    {
        Asset asset = state.Assets[assetId];
        if (asset.Buyer == 0 || asset.Buyer == account || asset.PriceState != PriceState.Fresh) return false;
        if (!balances.HasRoom(asset.Buyer, assetId)) return false;
        Micros price = Ppb.MulFloor(asset.Index, Ppb.One - HaircutPpb);
        if (price.Value <= 0) return false;
        Micros owed = -state.Accounts[account].Cash;
        long units = UnitsFor(owed, asset, price, amount);
        long affordable = balances.Withdrawable(asset.Buyer, EngineState.SettleAsset);
        if (ValueOf(asset, price, units).Value > affordable) units = Math.Min(units, Rounding.Floor((Int128)affordable * asset.Scale, price.Value));
        Micros value = ValueOf(asset, price, units);
        if (units <= 0 || value.Value <= 0 || value.Value > affordable) return false;
        state.Events.Add(account, 0, new CollateralConverted
        {
            Amount = units,
            Value = value,
            Index = asset.Index,
            Owed = owed,
            Buyer = asset.Buyer,
            Asset = (ushort)assetId,
        });
        balances.Debit(account, assetId, units, BalanceReason.Conversion, asset.Buyer);
        balances.Credit(asset.Buyer, assetId, units, BalanceReason.Conversion, account);
        balances.Debit(asset.Buyer, EngineState.SettleAsset, value.Value, BalanceReason.Conversion, account);
        balances.Credit(account, EngineState.SettleAsset, value.Value, BalanceReason.Conversion, asset.Buyer);
        return true;
    }

    // The seller receives, so it is rounded down.
    private static Micros ValueOf(Asset asset, Micros price, long units) => new(Rounding.MulDivFloor(units, price.Value, asset.Scale));

    // Enough to owe nothing, or all of it.
    private static long UnitsFor(Micros owed, Asset asset, Micros price, long most)
    {
        Int128 units = ((Int128)owed.Value * asset.Scale + price.Value - 1) / price.Value;
        return units < most ? (long)units : most;
    }
}
