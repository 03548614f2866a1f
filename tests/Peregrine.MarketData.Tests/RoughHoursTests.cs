using Peregrine.Core;
using Peregrine.MarketData.Markets;
using Peregrine.MarketData.Prices;
using Peregrine.MarketData.Risk;
using Peregrine.MarketData.Tests.Accounts;
using Peregrine.MarketData.Tests.Markets;
using Xunit;

namespace Peregrine.MarketData.Tests;

/// <summary>Hours in which money moves in every way there is: what the folds show is what the engine says that there is.</summary>
public sealed class RoughHoursTests
{
    private const int Steps = 6_000;

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5), InlineData(6)]
    public void Money_positions_prices_and_funding_are_the_engine_s_throughout(int seed)
    {
        Venue venue = new();
        AllFolds first = new();
        AllFolds? late = null;
        RoughHours hours = new((ulong)seed, venue, events =>
        {
            first.Apply(events);
            late?.Apply(events);
        });
        for (int step = 0; step < Steps; step++)
        {
            hours.Step();
            if (step % 41 != 0) continue;
            State state = State.Of(venue);
            try
            {
                Check(first, venue, state, hours.NowNs);
                if (step > Steps / 3) late ??= venue.FoldFromHere();
                if (late is not null) Check(late, venue, state, hours.NowNs);
            }
            catch (Exception e) when (e is Xunit.Sdk.XunitException)
            {
                Assert.Fail($"SEED={seed} step {step}, command {venue.Engine.Seq}: {e.Message}");
            }
        }
        Assert.Equal(0, first.Accounts.UnknownCount);
    }

    // Hours in which nothing of it happened would prove nothing.
    [Fact]
    public void The_hours_have_all_that_moves_money()
    {
        HashSet<EventKind> told = [];
        for (ulong seed = 1; seed <= 6; seed++)
        {
            RoughHours hours = new(seed, new Venue(), static _ => { });
            for (int step = 0; step < Steps; step++) hours.Step();
            told.UnionWith(hours.Told);
        }
        EventKind[] wanted =
        [
            EventKind.FundingPaid, EventKind.FundingEnded, EventKind.FundingSkipped, EventKind.InterestPaid, EventKind.LiquidationStep, EventKind.BackstopTaken, EventKind.InsuranceDrawn,
            EventKind.AdlApplied, EventKind.LendLoss, EventKind.CollateralConverted, EventKind.MarginMoved, EventKind.WithdrawalChanged, EventKind.PriceStateChanged,
        ];
        Assert.Empty(wanted.Except(told));
    }

    private static void Check(AllFolds folds, Venue venue, State state, long nowNs)
    {
        AccountAgreement.Check(folds.Accounts.Views, venue, state);
        MarketFoldTests.Check(folds.Markets.Views, state);
        foreach ((int market, StateFunding told) in state.Fundings) CheckFunding(folds.Markets.Views, venue, market, in told, nowNs);
        foreach ((int market, StateFeed told) in state.Feeds)
        {
            Assert.True(folds.Markets.Views.TryReadFeed(market, out FeedFacts feed));
            Assert.Equal(told.IndexNs, feed.IndexNs);
            Assert.Equal(told.HeldSinceNs == 0 ? 0 : told.Newest, feed.Candidate);
        }
        foreach ((int market, StateMarketRisk told) in state.Risks) CheckRisk(folds.Markets.Views, market, told.Insurance, told.BadDebt);
        CheckRisk(folds.Markets.Views, 0, state.Venue.Insurance, state.Insurance.BadDebt);
    }

    private static void CheckFunding(MarketViews views, Venue venue, int market, in StateFunding told, long nowNs)
    {
        Assert.True(views.TryReadFunding(market, out FundingFacts funding));
        Assert.Equal((told.RatePpb, told.NextHourNs, told.Samples), (funding.RatePpb, funding.NextHourNs, funding.Samples));
        if (told.Epoch > 0) Assert.Equal((told.EpochRatePpb, told.EpochIndex), (funding.PaidRatePpb, funding.PaidIndex));
        Assert.Equal(Engine.Funding.FundingForecast.RatePpb(venue.Engine.State!.Markets[market], nowNs), funding.ForecastPpb(nowNs));
    }

    // A share of fees flows in unheard between two words of the engine.
    private static void CheckRisk(MarketViews views, int market, Micros insurance, Micros badDebt)
    {
        Assert.True(views.TryReadRisk(market, out RiskFacts risk));
        if (market == 0) Assert.Equal((insurance, badDebt), (risk.Insurance, risk.BadDebt));
        else Assert.True(risk.Insurance + risk.BadDebt <= insurance + badDebt, $"market {market}: told {insurance} and {badDebt}, shown {risk.Insurance} and {risk.BadDebt}");
    }
}
