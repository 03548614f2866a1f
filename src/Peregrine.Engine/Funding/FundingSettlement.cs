using Peregrine.Core;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Funding;

/// <summary>Pays what positions owe of their market's epoch, at the size they had when it was fixed (domain §8.4).</summary>
/// <remarks>
/// Whoever changes a position, its money or its account's asks here first. The order in which positions come changes no amount: index, rate and size
/// are fixed. Money passes through the market's clearing, so that payers and receivers may come in any order and nothing is missing in between.
/// </remarks>
internal sealed class FundingSettlement(EngineState state)
{
    /// <summary>Before a position is touched. A flat one owes nothing, and one opened now is of the present epoch.</summary>
    public void Settle(ref Position position, Market market)
    {
        if (position.FundingEpoch != market.FundingEpoch) Pay(ref position, market);
    }

    /// <summary>Before money leaves the account: all of its positions.</summary>
    public void SettleAll(int account)
    {
        for (int slot = state.Accounts[account].FirstPosition; slot != 0; slot = state.Positions[slot].Next)
        {
            ref Position position = ref state.Positions[slot];
            Settle(ref position, state.Markets[position.Market]);
        }
    }

    /// <summary>What the position owes of an epoch it has not settled; 0 when it has.</summary>
    public static Micros Owed(in Position position, Market market) => position.FundingEpoch == market.FundingEpoch
        ? Micros.Zero
        : FundingMath.Payment(position.Size, market.Funding.EpochIndex, market.Funding.EpochRatePpb, market);

    private void Pay(ref Position position, Market market)
    {
        position.FundingEpoch = market.FundingEpoch;
        if (position.Size.Value == 0) return;
        FundingState funding = market.Funding;
        Micros amount = FundingMath.Payment(position.Size, funding.EpochIndex, funding.EpochRatePpb, market);
        ref Account account = ref state.Accounts[position.Account];
        if (position.IsIsolated) position.IsolatedMargin -= amount;
        else state.MoveCash(position.Account, -amount);
        position.FundingPaid += amount;
        funding.Clearing += amount;
        if (amount > Micros.Zero) funding.Paid += amount;
        else funding.Received -= amount;
        funding.Settled++;
        state.Touch(position.Account);
        ref FundingPaid told = ref state.Events.Next<FundingPaid>(position.Account, market.Id);
        told.Amount = amount;
        told.Size = position.Size;
        told.Index = funding.EpochIndex;
        told.RatePpb = funding.EpochRatePpb;
        told.IsolatedMargin = position.IsolatedMargin;
        told.Cash = account.Cash;
        told.Epoch = market.FundingEpoch;
        told.Mode = position.Mode;
    }
}
