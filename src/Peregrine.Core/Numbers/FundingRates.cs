namespace Peregrine.Core;

/// <summary>From premiums to an hour's rate (domain §8.2, §8.5). The engine decides by it, and whoever shows a forecast forecasts by it.</summary>
public static class FundingRates
{
    private const long SecondMs = 1000;
    private const long HourMs = 3_600_000;
    private const long MillisecondNs = 1_000_000;

    /// <summary>trunc(Σ / count); 0 without samples.</summary>
    public static long AveragePremium(Int128 sum, int samples) => samples == 0 ? 0 : Rounding.Trunc(sum, samples);

    /// <summary>clamp(premium + clamp(I − premium, −c, c), −cap8, cap8).</summary>
    public static long Rate8(long premiumPpb, in SetPriceRules rules)
    {
        long pull = Math.Clamp(rules.InterestPpb - premiumPpb, -rules.InterestBandPpb, rules.InterestBandPpb);
        return Math.Clamp(premiumPpb + pull, -rules.FundingCap8Ppb, rules.FundingCap8Ppb);
    }

    /// <summary>An hour's rate, for the part of the hour that had samples.</summary>
    public static long Hourly(long rate8Ppb, long validMs, in SetPriceRules rules)
    {
        long whole = Math.Clamp(rate8Ppb / 8, -rules.FundingCapPpb, rules.FundingCapPpb);
        return Rounding.MulDivTrunc(whole, validMs, HourMs);
    }

    /// <summary>A sample stands for its second; seconds that were missed had none and are not made up for.</summary>
    public static long ValidMs(int samples) => Math.Min(samples * SecondMs, HourMs);

    /// <summary>The next hourly rate if the rest of the hour goes on as it went: the average premium so far, less what the hour has lost already.</summary>
    public static long Forecast(Int128 sum, int samples, long nextHourNs, long nowNs, in SetPriceRules rules)
    {
        if (samples == 0) return 0;
        long leftMs = Math.Max(0, nextHourNs - nowNs) / MillisecondNs;
        return Hourly(Rate8(AveragePremium(sum, samples), in rules), Math.Min(ValidMs(samples) + leftMs, HourMs), in rules);
    }
}
