using Peregrine.Core;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Lifecycle;

/// <summary>Samples the index each second of a market's last hour, in six parts. Called wherever an index or its freshness changes, and at will between.</summary>
/// <remarks>A sample is what held at its second, so it does not matter how often it is called: an index counts for as many samples as it held seconds.</remarks>
internal sealed class SettlementWatch(EngineState state)
{
    private const long Second = 1_000_000_000;
    private const long BucketNs = SettlementMath.SamplesMax * Second;
    private const long WindowNs = SettlementAverages.Count * BucketNs;

    public void Sample(Market market, Subticks index, bool fresh)
    {
        if (!market.IsEnding) return;
        SettlementState settlement = market.Life.Settlement;
        if (settlement.Phase != SettlementPhase.Announced) return;
        Advance(settlement, state.NowNs);
        (settlement.Held, settlement.HeldFresh) = (index, fresh);
    }

    /// <summary>Begins with what holds when the end is announced.</summary>
    public void Begin(Market market)
    {
        SettlementState settlement = market.Life.Settlement;
        settlement.SampledUntilNs = settlement.SettleAtNs - WindowNs;
        (settlement.Held, settlement.HeldFresh) = (market.Index, market.PriceState == PriceState.Fresh);
    }

    /// <summary>The six averages, once the time has come.</summary>
    public SettlementAverages Close(SettlementState settlement)
    {
        Advance(settlement, settlement.SettleAtNs);
        SettlementAverages averages = default;
        for (int i = 0; i < SettlementAverages.Count; i++) averages[i] = SettlementMath.Average(settlement.Sums[i], settlement.Samples[i]);
        return averages;
    }

    // Gives the value held so far all seconds before now.
    private static void Advance(SettlementState settlement, long nowNs)
    {
        long until = Math.Min(nowNs, settlement.SettleAtNs);
        long opens = settlement.SettleAtNs - WindowNs;
        while (settlement.SampledUntilNs < until)
        {
            int bucket = (int)((settlement.SampledUntilNs - opens) / BucketNs);
            long ends = Math.Min(until, opens + (bucket + 1) * BucketNs);
            long samples = (ends - settlement.SampledUntilNs + Second - 1) / Second;
            settlement.SampledUntilNs += samples * Second;
            if (!settlement.HeldFresh) continue;
            settlement.Samples[bucket] += samples;
            settlement.Sums[bucket] += (Int128)settlement.Held.Value * samples;
        }
    }
}
