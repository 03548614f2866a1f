namespace Peregrine.Gateway.Fapi.Markets;

/// <summary>What the dialect tells of a market's funding.</summary>
/// <param name="RatePpb">What the next full hour will bring as it looks now.</param>
/// <param name="InterestPpb">The rate where premium is nothing.</param>
/// <param name="NextMs">When it is paid.</param>
internal readonly record struct FundingFacts(long RatePpb, long InterestPpb, long NextMs)
{
    private const long HourMs = 3_600_000;

    public static FundingFacts Of(Gateway gateway, FapiMarket market, long nowMs) => new(0, 0, (nowMs / HourMs + 1) * HourMs);
}
