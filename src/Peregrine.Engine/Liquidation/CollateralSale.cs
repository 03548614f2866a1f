using Peregrine.Core;
using Peregrine.Engine.Accounts;
using Peregrine.Engine.Borrow;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Liquidation;

/// <summary>Sells collateral for what its owner owes, at 1.5 % below index, to the accounts named for it (domain §9, §10.2). No spot book exists.</summary>
internal sealed class CollateralSale(EngineState state, RiskBook figures, Collateral balances)
{
    private const int DiscountPpb = 15_000_000;

    /// <summary>Asset by asset until so much money has come in, or nothing is left. Says how many sales that were.</summary>
    public int Sell(int account, Micros needed)
    {
        int sales = 0;
        for (int slot = state.Accounts[account].FirstHolding; slot != 0 && needed.Value > 0; slot = state.Holdings[slot].Next)
        {
            Micros proceeds = SellOne(account, slot, needed);
            needed -= proceeds;
            if (proceeds.Value != 0) sales++;
        }
        return sales;
    }

    /// <summary>Whether somebody is named for anything that the account has, and can pay for some of it.</summary>
    public bool FindsBuyer(int account, Micros needed)
    {
        for (int slot = state.Accounts[account].FirstHolding; slot != 0; slot = state.Holdings[slot].Next)
        {
            long units = UnitsFor(needed, slot);
            if (Offer(account, slot, ref units).Value > 0) return true;
        }
        return false;
    }

    /// <summary>Units of one asset for at least so much money, as far as there are any and their buyer can pay; says what they brought.</summary>
    private Micros SellOne(int account, int slot, Micros needed) => SellUnits(account, slot, UnitsFor(needed, slot));

    /// <summary>So many units, or as many as their buyer can pay; says what they brought.</summary>
    public Micros SellUnits(int account, int slot, long units)
    {
        Micros value = Offer(account, slot, ref units);
        if (value.Value > 0) Trade(account, state.Assets[state.Holdings[slot].Asset], units, value);
        return value;
    }

    // What so many units, or as many as their buyer can pay, bring; nothing when nobody buys.
    private Micros Offer(int account, int slot, ref long units)
    {
        Asset asset = state.Assets[state.Holdings[slot].Asset];
        Micros price = PriceOf(asset);
        if (units <= 0 || price.Value <= 0 || !IsWanted(account, asset)) return Micros.Zero;
        long affordable = balances.Withdrawable(asset.Buyer, EngineState.SettleAsset);
        if (ValueOf(asset, price, units).Value > affordable) units = Math.Min(units, Rounding.Floor((Int128)affordable * asset.Scale, price.Value));
        Micros value = ValueOf(asset, price, units);
        return units <= 0 || value.Value <= 0 || value.Value > affordable ? Micros.Zero : value;
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

    // Enough of them, or all; none of what has no price.
    private long UnitsFor(Micros needed, int slot)
    {
        ref Holding holding = ref state.Holdings[slot];
        Asset asset = state.Assets[holding.Asset];
        long price = PriceOf(asset).Value;
        if (price <= 0) return 0;
        Int128 units = ((Int128)needed.Value * asset.Scale + price - 1) / price;
        return units < holding.Amount ? (long)units : holding.Amount;
    }
}
