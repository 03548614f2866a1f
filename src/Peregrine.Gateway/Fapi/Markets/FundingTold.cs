using Peregrine.MarketData.Markets;
using Peregrine.MarketData.Prices;

namespace Peregrine.Gateway.Fapi.Markets;

/// <summary>What the dialect tells of a market's funding.</summary>
/// <param name="RatePpb">What the next full hour will bring if this one goes on as it went.</param>
/// <param name="InterestPpb">The hourly rate where premium is nothing.</param>
/// <param name="CapPpb">Bound of the hourly rate; 0 while the market has no funding.</param>
/// <param name="NextMs">When it is paid; the next full hour where none is.</param>
internal readonly record struct FundingTold(long RatePpb, long InterestPpb, long CapPpb, long NextMs)
{
    public const int Hours = 1;

    private const long HourMs = Hours * 3_600_000L;
    private const int HoursOfInterest = 8;

    public static FundingTold Of(Gateway gateway, FapiMarket market, long nowMs)
    {
        MarketViews views = gateway.Trading.Views;
        views.TryReadFunding(market.Id, out FundingFacts facts);
        views.TryReadFeed(market.Id, out FeedFacts feed);
        if (facts.NextHourNs == 0) return new(0, 0, 0, (nowMs / HourMs + 1) * HourMs);
        return new(facts.ForecastPpb(nowMs * 1_000_000), feed.Rules.InterestPpb / HoursOfInterest, feed.Rules.FundingCapPpb, facts.NextHourNs / 1_000_000);
    }
}
