using Peregrine.Core;

namespace Peregrine.MarketData.Prices;

/// <summary>A market's funding: what the last hour brought, and what the next will if it goes on like this.</summary>
public struct FundingFacts
{
    private const long HourNs = 3_600_000_000_000;

    private SetPriceRules _rules;
    private Int128 _premium;
    /// <summary>The last hour that was closed; hours up to it may still wait for their price.</summary>
    private long _closedNs;

    /// <summary>The hourly rate that the mark carries: the last full hour's, or 0 where that hour had none.</summary>
    public long RatePpb;
    /// <summary>The hour that <see cref="RatePpb"/> is of; 0 before the first since this fold began.</summary>
    public long HourEndNs;
    /// <summary>What was last paid, and its index and hour; all 0 before the first since this fold began.</summary>
    public long PaidRatePpb;
    public Subticks PaidIndex;
    public long PaidHourNs;
    /// <summary>Why the last hour was not paid for; 0 when it was.</summary>
    public FundingSkip Skipped;
    /// <summary>The next full hour; 0 while the market has no funding.</summary>
    public long NextHourNs;
    /// <summary>Seconds of this hour that were counted.</summary>
    public int Samples;
    /// <summary>The last second's premium.</summary>
    public long PremiumPpb;

    /// <summary>The next hour's rate if the rest of this hour goes on as it went.</summary>
    public readonly long ForecastPpb(long nowNs) => NextHourNs == 0 ? 0 : FundingRates.Forecast(_premium, Samples, NextHourNs, nowNs, in _rules);

    /// <summary>The average premium of this hour so far.</summary>
    public readonly long AveragePremiumPpb => FundingRates.AveragePremium(_premium, Samples);

    internal void Load(in SetPriceRules rules) => _rules = rules;

    internal void Load(in StateFunding told)
    {
        (RatePpb, NextHourNs, Samples) = (told.RatePpb, told.NextHourNs, told.Samples);
        _premium = new Int128(unchecked((ulong)told.PremiumHigh), told.PremiumLow);
        _closedNs = NextHourNs - HourNs;
        if (told.Epoch > 0) (PaidRatePpb, PaidIndex) = (told.EpochRatePpb, told.EpochIndex);
    }

    /// <summary>Under new rules the hour goes on as it was, unless they turn funding on or off.</summary>
    internal void Begin(in SetPriceRules rules, long nowNs)
    {
        _rules = rules;
        bool isOn = rules.FundingCapPpb > 0;
        if (isOn == (NextHourNs != 0)) return;
        if (isOn) (NextHourNs, _closedNs) = (After(nowNs), After(nowNs) - HourNs);
        else (NextHourNs, RatePpb, _premium, Samples) = (0, 0, 0, 0);
    }

    internal void Take(in MarkUpdated mark)
    {
        PremiumPpb = mark.PremiumPpb;
        if ((mark.Inputs & MarkInputs.Sampled) == 0) return;
        _premium += mark.PremiumPpb;
        Samples++;
    }

    internal void Take(in FundingStarted started, long nowNs)
    {
        Close(started.HourNs, started.RatePpb, nowNs);
        (PaidRatePpb, PaidIndex, PaidHourNs, Skipped) = (started.RatePpb, started.Index, started.HourNs, default);
    }

    internal void Take(in FundingDelayed delayed, long nowNs) => Close(delayed.HourNs, delayed.RatePpb, nowNs);

    internal void Take(in FundingSkipped skipped, long nowNs)
    {
        bool counts = skipped.Reason is FundingSkip.NoIndex or FundingSkip.ZeroRate;
        Close(skipped.HourNs, counts ? skipped.RatePpb : 0, nowNs);
        Skipped = skipped.Reason;
    }

    /// <summary>The market has ended: no hour follows.</summary>
    internal void End() => NextHourNs = 0;

    // Of an hour that waited for its price the sums were closed when it began to wait.
    private void Close(long hourNs, long ratePpb, long nowNs)
    {
        if (hourNs <= _closedNs) return;
        (RatePpb, HourEndNs) = (ratePpb, hourNs);
        (_premium, Samples) = (0, 0);
        if (NextHourNs != 0) NextHourNs = After(nowNs);
        _closedNs = Math.Max(hourNs, NextHourNs - HourNs);
    }

    private static long After(long nowNs) => (nowNs / HourNs + 1) * HourNs;
}
