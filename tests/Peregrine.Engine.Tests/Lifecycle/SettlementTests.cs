using Peregrine.Core;
using Peregrine.Engine.Lifecycle;
using Xunit;

namespace Peregrine.Engine.Tests.Lifecycle;

public sealed class SettlementTests
{
    private const long Week = 7 * LivingVenue.Day;

    [Fact]
    public void The_price_is_the_median_of_six_averages_down_to_a_tick()
    {
        Subticks[] averages = [new(600_126_500), new(600_120_000), new(611_500_000), new(600_100_000), new(600_210_000), new(600_010_000)];
        Assert.True(SettlementMath.TryPrice(averages, out Ticks price));
        Assert.Equal(600_123, price.Value);
    }

    [Fact]
    public void An_average_needs_half_its_samples_and_a_price_three_averages()
    {
        Assert.Equal(0, SettlementMath.Average(299 * 5, 299).Value);
        Assert.Equal(5, SettlementMath.Average(300 * 5, 300).Value);
        Assert.False(SettlementMath.TryPrice([new(1000), default, new(3000)], out _));
        Assert.True(SettlementMath.TryPrice([new(1000), new(7000), default, new(3000)], out Ticks price));
        Assert.Equal(3, price.Value);
    }

    [Fact]
    public void Winners_give_by_what_they_won_rounded_up()
    {
        Micros haircut = new(300_000_000);
        Micros profits = new(2_200_000_000);
        Assert.Equal(204_545_455, SettlementMath.ShareOf(new(1_500_000_000), haircut, profits).Value);
        Assert.Equal(95_454_546, SettlementMath.ShareOf(new(700_000_000), haircut, profits).Value);
        Assert.Equal(10_000_000, SettlementMath.ShareOf(new(10_000_000), new(10_000_000), new(10_000_000)).Value);
        Assert.Equal(0, SettlementMath.ShareOf(new(-5), haircut, profits).Value);
    }

    // Two longs of 1,000 and 800 dollars lose 1,500 and 700; two shorts of 500 and 300 win them; insurance has 200.
    [Fact]
    public void What_is_missing_is_shared_as_the_worked_example_says()
    {
        LivingVenue venue = new(liquidates: false);
        venue.List();
        (int l1, int l2) = (venue.NewAccount(1000), venue.NewAccount(800));
        (int s1, int s2) = (venue.NewAccount(500), venue.NewAccount(300));
        foreach (int account in (int[])[l1, l2, s1, s2]) venue.Do(new SetLeverage { Market = 1, Leverage = 100 }, account);
        Open(venue, s1, l1, 60_000);
        Open(venue, s2, l2, 28_000);
        Endow(venue, 200);
        End(venue, 575_000_000);
        Assert.Equal([0, 100_000_000, 1_795_454_545, 904_545_454], Cash(venue, l1, l2, s1, s2));
        MarketSettled settled = Assert.Single(venue.Told<MarketSettled>());
        Assert.Equal((500, 200, 300, 0, 1), (Dollars(settled.Deficits), Dollars(settled.Insurance), Dollars(settled.Haircut), settled.BadDebt.Value, settled.Residue.Value));
    }

    // A long of 5 dollars loses 60, and all but 10 of it before anybody knew of the end: the short gives 10, 45 stay as bad debt.
    [Fact]
    public void Nobody_gives_more_than_he_won_since_the_notice()
    {
        LivingVenue venue = new(liquidates: false);
        venue.List();
        (int weak, int strong) = (venue.NewAccount(5), venue.NewAccount(20));
        foreach (int account in (int[])[weak, strong]) venue.Do(new SetLeverage { Market = 1, Leverage = 100 }, account);
        Open(venue, strong, weak, 600);
        venue.Price(516_666_667);
        venue.Do(new DelistMarket { Market = 1, SettleAtNs = venue.NowNs + Week });
        Settle(venue, 500_000_000);
        MarketSettled settled = Assert.Single(venue.Told<MarketSettled>());
        Assert.Equal((55_000_000, 0, 10_000_001, -44_999_999), (settled.Deficits.Value, settled.Insurance.Value, settled.Haircut.Value, settled.BadDebt.Value));
        Assert.Equal([0, 20_000_000 + 50_000_000 - 1], Cash(venue, weak, strong).Select(c => c));
    }

    [Theory]
    [InlineData(0, 0), InlineData(3, 5), InlineData(7, 61), InlineData(1, 40)]
    public void Money_is_conserved_whoever_wins_and_loses(int seedLow, int seedHigh)
    {
        Rng rng = new((ulong)(seedLow * 1000 + seedHigh));
        LivingVenue venue = new();
        venue.List();
        int[] accounts = [.. Enumerable.Range(0, 12).Select(i => venue.NewAccount(i % 3 == 0 ? 400 : 3000))];
        foreach (int account in accounts)
        {
            if (rng.Chance(40)) venue.Do(new SetMarginMode { Market = 1, Mode = MarginMode.Isolated }, account);
            venue.Do(new SetLeverage { Market = 1, Leverage = (ushort)rng.Between(20, 100) }, account);
        }
        Churn(venue, ref rng, accounts);
        if (rng.Chance(50)) Endow(venue, rng.Between(1, 2000));
        venue.Do(new DelistMarket { Market = 1, SettleAtNs = venue.NowNs + Week, ReduceOnlyAtNs = venue.NowNs + LivingVenue.Day });
        Churn(venue, ref rng, accounts);
        // The invariants, asked after every command, say that nothing was lost and nothing made.
        Settle(venue, 600_000_000 + rng.Between(-40_000_000, 40_000_000));
        Assert.Equal(MarketState.Settled, venue.State.Markets[1].State);
        Assert.Equal(0, venue.State.Markets[1].OpenInterest.Value);
        Assert.All(accounts, a => Assert.True(venue.State.Accounts[a].Cash.Value >= 0));
    }

    [Fact]
    public void A_large_settlement_goes_in_pieces_and_survives_a_snapshot_between_them()
    {
        LivingVenue venue = new();
        venue.List();
        const int pairs = 700;
        for (int i = 0; i < pairs; i++)
        {
            (int buyer, int seller) = (venue.NewAccount(i % 5 == 0 ? 13 : 100), venue.NewAccount(100));
            foreach (int account in (int[])[buyer, seller]) venue.Do(new SetLeverage { Market = 1, Leverage = 100 }, account);
            Open(venue, seller, buyer, 100);
        }
        venue.Do(new DelistMarket { Market = 1, SettleAtNs = venue.NowNs + Week });
        Sample(venue, 580_000_000);
        venue.Wait(LivingVenue.Hour);
        int commands = 1;
        while (venue.State.Markets[1].State == MarketState.Settling)
        {
            Assert.Equal(0, venue.Engine.NextDueNs);
            int left = Left(venue);
            venue.Fork();
            venue.Wait(0);
            Assert.True(left - Left(venue) <= Settlement.WorkMax);
            commands++;
        }
        Assert.True(commands >= 3, $"{commands} commands");
        Assert.Equal(MarketState.Settled, venue.State.Markets[1].State);
        Assert.Equal(2 * pairs, Assert.Single(venue.Told<MarketSettled>()).Positions);
        Assert.NotEqual(0, venue.Engine.NextDueNs);
    }

    [Fact]
    public void Accounts_that_hold_nothing_are_no_work_for_a_settlement()
    {
        LivingVenue venue = new();
        venue.List();
        for (int i = 0; i < Settlement.WorkMax + 200; i++) venue.Do(new SetLeverage { Market = 1, Leverage = 20 }, venue.NewAccount(100));
        Open(venue, venue.NewAccount(100), venue.NewAccount(100), 100);
        venue.Do(new DelistMarket { Market = 1, SettleAtNs = venue.NowNs + Week });
        Sample(venue, 600_000_000);
        venue.Wait(LivingVenue.Hour);
        Assert.Equal(MarketState.Settled, venue.State.Markets[1].State);
        Assert.Equal(2, Assert.Single(venue.Told<MarketSettled>()).Positions);
    }

    private static int Left(LivingVenue venue) => Enumerable.Range(1, venue.State.AccountCount).Count(a => venue.State.Positions[venue.State.FindPosition(a, 1)].Size.Value != 0);

    private static void Open(LivingVenue venue, int seller, int buyer, long lots)
    {
        venue.Limit(seller, Side.Sell, lots, 600_000);
        Assert.Equal(RejectCode.None, venue.Limit(buyer, Side.Buy, lots, 600_000));
        Assert.Single(venue.Told<Trade>());
    }

    private static void Churn(LivingVenue venue, ref Rng rng, int[] accounts)
    {
        for (int i = 0; i < 60; i++)
            venue.Limit(accounts[rng.Below(accounts.Length)], rng.Chance(50) ? Side.Buy : Side.Sell, rng.Between(1, 3000), 600_000 + rng.Between(-50, 50));
    }

    // Insurance has no other income yet than interest: a loan of a day at a rate made for it.
    private static void Endow(LivingVenue venue, long dollars)
    {
        venue.State.System.Insurance.Money += new Micros(dollars * LivingVenue.Dollar);
        venue.State.System.Deposited += new Micros(dollars * LivingVenue.Dollar);
    }

    private static void End(LivingVenue venue, long subticks)
    {
        venue.Do(new DelistMarket { Market = 1, SettleAtNs = venue.NowNs + Week });
        Settle(venue, subticks);
    }

    private static void Settle(LivingVenue venue, long subticks)
    {
        Sample(venue, subticks);
        venue.Fork();
        venue.Wait(LivingVenue.Hour);
    }

    private static void Sample(LivingVenue venue, long subticks)
    {
        venue.Wait(Week - LivingVenue.Hour);
        venue.Price(subticks);
    }

    private static long[] Cash(LivingVenue venue, params int[] accounts) => [.. accounts.Select(a => venue.State.Accounts[a].Cash.Value)];

    private static long Dollars(Micros amount) => amount.Value / LivingVenue.Dollar;
}
