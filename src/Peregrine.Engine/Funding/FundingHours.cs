using Peregrine.Core;
using Peregrine.Engine.Lifecycle;
using Peregrine.Engine.Orders;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Funding;

/// <summary>Counts premiums, makes the rate at the full hour, and fixes the funding once the index is fresh (domain §8.2, §8.4, §8.5).</summary>
/// <remarks>A second tick at the full hour comes before the hour itself: an hour has the seconds after its beginning up to its end.</remarks>
internal sealed class FundingHours(EngineState state, Timers timers, FundingSweep sweep)
{
    private const long HourNs = 3_600_000_000_000;
    /// <summary>How long after the hour an index may still become fresh.</summary>
    private const long WaitNs = 300_000_000_000;
    private const int OffMaxSeconds = 1800;

    /// <summary>After new rules: the hours begin, or with a cap of 0 end.</summary>
    public void Start(Market market)
    {
        FundingState funding = market.Funding;
        bool wanted = market.Feed!.Rules.FundingCapPpb > 0;
        if (wanted == (funding.Timer != 0)) return;
        if (wanted)
        {
            WaitFor(market, NextHour());
            return;
        }
        timers.Cancel(funding.Timer);
        (funding.Timer, funding.NextHourNs, funding.RatePpb, funding.Waiting) = (0, 0, 0, default);
        Begin(funding);
    }

    /// <summary>A restored venue's next hour.</summary>
    public void Load(Market market)
    {
        if (market.Funding.NextHourNs != 0) WaitFor(market, market.Funding.NextHourNs);
        if (market.Funding.IsSweeping) sweep.Add();
    }

    /// <summary>Counts a premium where the market has funding now.</summary>
    public bool Sample(Market market, long premiumPpb)
    {
        FundingState funding = market.Funding;
        if (funding.Timer == 0 || !MarketRules.HasFunding(market.State)) return false;
        funding.Premium += premiumPpb;
        funding.Samples++;
        return true;
    }

    /// <summary>Seconds have passed in the market; what waits for a fresh index is looked at again.</summary>
    public void Second(Market market, long seconds)
    {
        FundingState funding = market.Funding;
        if (funding.Timer == 0) return;
        if (!MarketRules.HasFunding(market.State)) funding.OffSeconds = (int)Math.Min(funding.OffSeconds + seconds, HourNs / 1_000_000_000);
        if (funding.Waiting.Exists) Try(market, funding);
    }

    /// <summary>The hour's timer has run out.</summary>
    public void Fire(Market market)
    {
        FundingState funding = market.Funding;
        long hourNs = funding.NextHourNs;
        WaitFor(market, NextHour());
        Close(market, funding, hourNs);
    }

    private void Close(Market market, FundingState funding, long hourNs)
    {
        // An hour that still waits when the next is over has had its five minutes.
        if (funding.Waiting.Exists) Skip(market, in funding.Waiting, FundingSkip.NoIndex);
        FundingHour hour = HourOf(hourNs, funding, in market.Feed!.Rules);
        Begin(funding);
        bool off = !MarketRules.HasFunding(market.State);
        funding.RatePpb = off || hour.OffSeconds > OffMaxSeconds ? 0 : hour.RatePpb;
        funding.Waiting = default;
        if (off) Skip(market, in hour, FundingSkip.MarketState);
        else if (hour.OffSeconds > OffMaxSeconds) Skip(market, in hour, FundingSkip.MostlyOff);
        else if (hour.RatePpb == 0) Skip(market, in hour, FundingSkip.ZeroRate);
        else Wait(market, funding, in hour);
    }

    /// <summary>The market ends in the middle of its hour: that is paid for as far as it went, and no other begins.</summary>
    public void End(Market market)
    {
        FundingState funding = market.Funding;
        if (funding.Timer == 0) return;
        timers.Cancel(funding.Timer);
        (funding.Timer, funding.NextHourNs) = (0, 0);
        Close(market, funding, state.NowNs);
    }

    /// <summary>Whether the last hour of a market that ends is fixed, or skipped; an epoch before it is settled first, and nobody waits for an index.</summary>
    public bool IsOver(Market market)
    {
        FundingState funding = market.Funding;
        if (!funding.Waiting.Exists) return true;
        if (funding.IsSweeping) return false;
        if (market.PriceState == PriceState.Fresh) Fix(market, funding);
        else Skip(market, in funding.Waiting, FundingSkip.NoIndex);
        funding.Waiting = default;
        return true;
    }

    private void Wait(Market market, FundingState funding, in FundingHour hour)
    {
        funding.Waiting = hour;
        if (Try(market, funding)) return;
        state.Events.Add(0, market.Id, new FundingDelayed { HourNs = hour.HourNs, RatePpb = hour.RatePpb, UntilNs = hour.HourNs + WaitNs });
    }

    // True when nothing waits any more. An epoch begins only when the last one is settled: nobody is ever two behind.
    private bool Try(Market market, FundingState funding)
    {
        if (state.NowNs - funding.Waiting.HourNs > WaitNs)
        {
            Skip(market, in funding.Waiting, FundingSkip.NoIndex);
            funding.Waiting = default;
            return true;
        }
        if (market.PriceState != PriceState.Fresh || funding.IsSweeping) return false;
        Fix(market, funding);
        return true;
    }

    private void Fix(Market market, FundingState funding)
    {
        FundingHour hour = funding.Waiting;
        funding.Waiting = default;
        (funding.EpochIndex, funding.EpochRatePpb, funding.Cursor) = (market.Index, hour.RatePpb, 1);
        market.FundingEpoch++;
        sweep.Add();
        state.Events.Add(0, market.Id, new FundingStarted
        {
            Index = market.Index,
            RatePpb = hour.RatePpb,
            Rate8Ppb = hour.Rate8Ppb,
            AveragePremiumPpb = hour.AveragePremiumPpb,
            HourNs = hour.HourNs,
            Samples = hour.Samples,
            Epoch = market.FundingEpoch,
        });
    }

    private static FundingHour HourOf(long hourNs, FundingState funding, in SetPriceRules rules)
    {
        long average = FundingRates.AveragePremium(funding.Premium, funding.Samples);
        long rate8 = FundingRates.Rate8(average, in rules);
        long rate = FundingRates.Hourly(rate8, FundingRates.ValidMs(funding.Samples), in rules);
        return new(hourNs, rate, rate8, average, funding.Samples, funding.OffSeconds);
    }

    private static void Begin(FundingState funding) => (funding.Premium, funding.Samples, funding.OffSeconds) = (0, 0, 0);

    private void Skip(Market market, in FundingHour hour, FundingSkip reason) => state.Events.Add(0, market.Id, new FundingSkipped
    {
        HourNs = hour.HourNs,
        RatePpb = hour.RatePpb,
        Samples = hour.Samples,
        OffSeconds = hour.OffSeconds,
        Reason = reason,
    });

    private long NextHour() => (state.NowNs / HourNs + 1) * HourNs;

    private void WaitFor(Market market, long hourNs)
    {
        market.Funding.NextHourNs = hourNs;
        market.Funding.Timer = timers.Add(hourNs, TimerKind.Funding, market.Id, market.Id);
        Invariant.That(market.Funding.Timer != 0, "there is a timer for every market's hour");
    }
}
