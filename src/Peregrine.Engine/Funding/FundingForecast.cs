using Peregrine.Core;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Funding;

/// <summary>What the next full hour will bring if the rest of this one goes on as it went (domain §8.6). By the code that decides; changes nothing.</summary>
internal static class FundingForecast
{
    /// <summary>The next hourly rate: the average premium so far, less what the hour has lost already.</summary>
    public static long RatePpb(Market market, long nowNs)
    {
        FundingState funding = market.Funding;
        if (funding.Timer == 0) return 0;
        return FundingRates.Forecast(funding.Premium, funding.Samples, funding.NextHourNs, nowNs, in market.Feed!.Rules);
    }

    /// <summary>What the position would pay, negative for receive, at the present index; what it owes of the last hour is not in it.</summary>
    public static Micros Cost(in Position position, Market market, long nowNs) =>
        FundingMath.Payment(position.Size, market.Index, RatePpb(market, nowNs), market);
}
