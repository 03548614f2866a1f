using Peregrine.Core;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Lifecycle;

/// <summary>Writes rows of the fee table.</summary>
internal sealed class FeeTable(EngineState state)
{
    /// <summary>The most a referrer may earn of the taker fee, and the most a referred account may save.</summary>
    public const int ReferralShareMaxPpb = 300_000_000;
    public const int DiscountMaxPpb = 200_000_000;
    private const int TakerMaxPpb = 10_000_000;

    public RejectCode Set(in Command command, ref Outcome outcome)
    {
        ref readonly SetFeeTier row = ref Command.Body<SetFeeTier>(in command);
        if (row.Tier < 0 || row.Tier >= state.FeeTiers.Length || row.Tier > state.FeeTierCount) return RejectCode.BadParameter;
        if (row.TakerPpb is < 0 or > TakerMaxPpb) return RejectCode.BadParameter;
        if (row.MakerPpb > row.TakerPpb || row.MakerPpb < -TakerMaxPpb) return RejectCode.BadParameter;
        if (!VolumesRise(in row)) return RejectCode.BadParameter;
        if (!VenueKeepsSomething(in row)) return RejectCode.BadParameter;
        // From here on nothing may fail.
        state.FeeTiers[row.Tier] = row;
        if (row.Tier == state.FeeTierCount) state.FeeTierCount++;
        state.Events.Add(0, 0, new FeeTierSet { Row = row });
        outcome.Detail1 = row.Tier;
        return RejectCode.None;
    }

    private bool VolumesRise(in SetFeeTier row)
    {
        if (row.Tier == 0) return row.VolumeMin == Micros.Zero;
        if (row.VolumeMin <= state.FeeTiers[row.Tier - 1].VolumeMin) return false;
        return row.Tier + 1 >= state.FeeTierCount || row.VolumeMin < state.FeeTiers[row.Tier + 1].VolumeMin;
    }

    // Any taker may meet any maker: the largest rebate and the largest referral share must fit into the smallest taker fee after its discount.
    private bool VenueKeepsSomething(in SetFeeTier row)
    {
        long takerMin = row.TakerPpb;
        long rebateMax = Math.Max(0, -row.MakerPpb);
        for (int tier = 0; tier < state.FeeTierCount; tier++)
        {
            if (tier == row.Tier) continue;
            takerMin = Math.Min(takerMin, state.FeeTiers[tier].TakerPpb);
            rebateMax = Math.Max(rebateMax, -state.FeeTiers[tier].MakerPpb);
        }
        return rebateMax * Ppb.One + takerMin * ReferralShareMaxPpb <= takerMin * (Ppb.One - DiscountMaxPpb);
    }
}
