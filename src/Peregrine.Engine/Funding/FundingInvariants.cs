using Peregrine.Core;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Funding;

/// <summary>What holds of funding between commands, recomputed from every position of a market.</summary>
internal static class FundingInvariants
{
    public static void Check(EngineState state, Market market, CheckedPlace where)
    {
        FundingState funding = market.Funding;
        long missing = 0;
        for (int slot = 1; slot <= state.Positions.HighWater; slot++)
        {
            ref Position position = ref state.Positions[slot];
            if (position.Account == 0 || position.Market != market.Id || position.Size.Value == 0 || position.FundingEpoch == market.FundingEpoch) continue;
            That(position.FundingEpoch == market.FundingEpoch - 1, "no position is more than one funding behind", where);
            That(funding.IsSweeping && position.Account >= funding.Cursor, "whoever owes funding is still to be visited", where);
            missing++;
        }
        That(funding.IsSweeping || (funding.Clearing == Micros.Zero && funding.Settled == 0), "between fundings nothing is on its way", where);
        That(funding.Clearing == funding.Paid - funding.Received, "what is on its way was paid and not received", where);
        if (missing == 0) That(funding.Clearing >= Micros.Zero && funding.Clearing.Value <= funding.Settled, "rounding leaves less than a micro-dollar a position", where);
    }

    private static void That(bool holds, string what, CheckedPlace where)
    {
        if (!holds) Invariant.That(false, $"{what}: {where}");
    }
}
