using Peregrine.Core;
using Xunit;

namespace Peregrine.Engine.Tests.Lifecycle;

/// <summary>Everything at once: sourced prices that wander and jump, hourly funding, loans, liquidations, halts, restarts, auctions, new margins, and in the end a settlement.</summary>
public class WholeDaysTests
{
    // The invariants are asked after every command, and a copy from a snapshot must tell the same.
    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5), InlineData(6)]
    public void Whatever_happens_money_adds_up_and_a_copy_goes_on_alike(int seed)
    {
        WholeDays days = new(seed);
        LivingVenue venue = days.Venue;
        for (int step = 0; step < 1_500; step++)
        {
            if (step % 300 == 150) venue.Fork();
            days.Step();
        }
        days.Halt();
        venue.Fork();
        days.Settle();
        if (venue.State.Markets[1].State == MarketState.Settled) Assert.Equal(0, venue.State.Markets[1].OpenInterest.Value);
    }

    // A day in which nothing of it happened would prove nothing.
    [Fact]
    public void The_days_have_fundings_liquidations_and_sales()
    {
        WholeDays days = new(1);
        LivingVenue venue = days.Venue;
        int liquidations = 0;
        int sales = 0;
        for (int step = 0; step < 1_500; step++)
        {
            days.Step();
            liquidations += venue.Told<LiquidationStarted>().Count;
            sales += venue.Told<CollateralConverted>().Count;
        }
        int fundings = venue.State.Markets[1].FundingEpoch;
        Assert.True(fundings > 0 && liquidations > 0 && sales > 0, $"{fundings} fundings, {liquidations} liquidations, {sales} sales");
    }
}
