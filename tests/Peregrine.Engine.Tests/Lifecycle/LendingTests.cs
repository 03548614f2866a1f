using Peregrine.Core;
using Peregrine.Engine.Borrow;
using Xunit;

namespace Peregrine.Engine.Tests.Lifecycle;

public sealed class LendingTests
{
    private const long Percent = 10_000_000;

    private static LendingState Curve => new() { BasePpb = 2 * Percent, SlopePpb = 8 * Percent, SteepSlopePpb = 80 * Percent, KinkPpb = 80 * Percent, ReservePpb = 10 * Percent };

    [Theory]
    [InlineData(0, 20_000_000), InlineData(40, 60_000_000), InlineData(80, 100_000_000), InlineData(85, 300_000_000), InlineData(95, 700_000_000), InlineData(100, 900_000_000)]
    public void The_rate_bends_at_its_kink(int utilisation, long expected) => Assert.Equal(expected, LendingMath.Rate(Curve, utilisation * Percent));

    [Fact]
    public void An_hour_of_the_worked_example_pays_what_it_says()
    {
        Micros supplied = new(10_000_000 * LivingVenue.Dollar);
        Micros borrowed = new(8_500_000 * LivingVenue.Dollar);
        long used = LendingMath.Utilisation(borrowed, supplied);
        Assert.Equal(85 * Percent, used);
        Micros interest = LendingMath.Interest(borrowed, 0, 0, LendingMath.Rate(Curve, used), 3_600_000);
        Assert.Equal(291_095_891, interest.Value);
        Micros toLenders = LendingMath.ToLenders(interest, Curve.ReservePpb);
        Assert.Equal((261_986_301, 29_109_590), (toLenders.Value, (interest - toLenders).Value));
    }

    [Fact]
    public void An_empty_vault_is_used_up_and_a_lent_out_one_no_more_than_that()
    {
        Assert.Equal(Ppb.One, LendingMath.Utilisation(Micros.Zero, Micros.Zero));
        Assert.Equal(Ppb.One, LendingMath.Utilisation(new(20), new(10)));
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5), InlineData(6)]
    public void Shares_and_money_are_conserved_whatever_lenders_and_borrowers_do(int seed)
    {
        Rng rng = new((ulong)seed);
        LivingVenue venue = Founded(out int[] accounts, out int house);
        for (int i = 0; i < 250; i++)
        {
            if (i % 60 == 30) venue.Fork();
            Step(venue, ref rng, accounts);
            // Asked after every command: money, loans and shares add up. And nobody's share is worth more than the vault.
            long worth = accounts.Sum(a => Worth(venue, a));
            Assert.True(worth <= venue.State.Lending.Supplied.Value, $"seed {seed}, step {i}");
        }
        Assert.Equal(0, Worth(venue, house));
    }

    [Fact]
    public void Nobody_gains_shares_by_going_in_and_out()
    {
        LivingVenue venue = Founded(out int[] accounts, out _);
        Lend(venue, accounts[0], 1_000_000_007);
        venue.State.Lending.Supplied += new Micros(3);
        venue.State.System.Deposited += new Micros(3);
        long before = venue.State.Accounts[accounts[1]].Cash.Value;
        for (int i = 0; i < 20; i++)
        {
            Lend(venue, accounts[1], 333_333);
            venue.Do(new Unlend { Shares = venue.State.Accounts[accounts[1]].LendShares, Request = Key(venue) }, accounts[1]);
        }
        Assert.True(venue.State.Accounts[accounts[1]].Cash.Value <= before);
    }

    [Fact]
    public void A_vault_that_lost_everything_begins_anew()
    {
        LivingVenue venue = Founded(out int[] accounts, out _);
        Lend(venue, accounts[0], 500 * LivingVenue.Dollar);
        // A loan larger than the vault, with nothing behind it: as a position that went wrong would leave it.
        venue.State.MoveCash(accounts[4], new(-(10_000 + 700) * LivingVenue.Dollar));
        venue.State.System.Deposited -= new Micros((10_000 + 700) * LivingVenue.Dollar);
        venue.Wait(LivingVenue.Hour);
        LendLoss loss = Assert.Single(venue.Told<LendLoss>());
        Assert.Equal((700 * LivingVenue.Dollar, 500 * LivingVenue.Dollar), (loss.Loan.Value, loss.Lenders.Value));
        Assert.Equal(0, Worth(venue, accounts[0]));
        Assert.Equal(RejectCode.InsufficientBalance, venue.Do(new Unlend { Shares = 1, Request = Key(venue) }, accounts[0]));
        venue.Fork();
        Assert.Equal(-200 * LivingVenue.Dollar, venue.State.System.BadDebt.Value);
        Lend(venue, accounts[0], 300 * LivingVenue.Dollar);
        // Who lends now does not carry what was lost before.
        Assert.Equal(300 * LivingVenue.Dollar, Worth(venue, accounts[0]));
    }

    [Fact]
    public void The_walk_over_loans_is_bounded_and_goes_on()
    {
        LivingVenue venue = Founded(out int[] accounts, out _, liquidates: false);
        Lend(venue, accounts[0], 9_000 * LivingVenue.Dollar);
        // At a price that nobody trusts nothing is sold.
        venue.Do(new SetAssetPrice { Asset = 2, Index = new(3000 * LivingVenue.Dollar), Average = new(3000 * LivingVenue.Dollar), State = PriceState.Stale });
        int[] debtors = [.. Enumerable.Range(0, 1500).Select(_ => venue.NewAccount(1))];
        foreach (int debtor in debtors)
        {
            // Somebody with collateral of his own, so that nobody else carries the loan.
            venue.Do(new Deposit { Source = new RequestKey(4, (ulong)debtor), Amount = 1, Asset = 2 }, debtor);
            venue.State.MoveCash(debtor, new(-2 * LivingVenue.Dollar));
            venue.State.System.Deposited -= new Micros(2 * LivingVenue.Dollar);
        }
        venue.Wait(0);
        while (venue.Engine.NextDueNs == 0) venue.Wait(0);
        venue.Fork();
        venue.Wait(LivingVenue.Hour);
        int commands = 1;
        while (venue.Engine.NextDueNs == 0)
        {
            venue.Wait(0);
            commands++;
        }
        Assert.True(commands >= 2);
    }

    private static LivingVenue Founded(out int[] accounts, out int house, bool liquidates = true)
    {
        LivingVenue venue = new(liquidates);
        venue.List();
        venue.Do(new ListAsset { Symbol = Symbol.Parse("ETH"), Decimals = 6, InitWeightPpb = 850_000_000, MaintWeightPpb = 900_000_000, AccountCap = 1_000_000_000, PlatformCap = 1_000_000_000 });
        venue.Do(new SetAssetPrice { Asset = 2, Index = new(3000 * LivingVenue.Dollar), Average = new(3000 * LivingVenue.Dollar), State = PriceState.Fresh });
        accounts = [.. Enumerable.Range(0, 6).Select(_ => venue.NewAccount(10_000))];
        house = venue.NewAccount(5_000_000);
        foreach (int account in accounts[..4])
        {
            venue.Do(new Deposit { Source = new RequestKey(3, (ulong)account), Amount = 5_000_000, Asset = 2 }, account);
            venue.Do(new SetBorrowing { Switch = BorrowSwitch.On }, account);
        }
        venue.Do(new SetCollateralBuyer { Asset = 2, Target = house });
        venue.Change(AdminParameter.BorrowBase, 20 * Percent);
        venue.Change(AdminParameter.BorrowSlope, 100 * Percent);
        venue.Change(AdminParameter.BorrowSteepSlope, 500 * Percent);
        venue.Change(AdminParameter.BorrowReserve, 10 * Percent);
        venue.Change(AdminParameter.BorrowKink, 80 * Percent);
        return venue;
    }

    private static void Step(LivingVenue venue, ref Rng rng, int[] accounts)
    {
        int account = accounts[rng.Below(accounts.Length)];
        switch (rng.Below(7))
        {
            case 0 or 1:
                Lend(venue, account, rng.Between(1, 5_000 * LivingVenue.Dollar));
                break;
            case 2:
                long shares = venue.State.Accounts[account].LendShares;
                venue.Do(new Unlend { Shares = Math.Max(1, rng.Between(0, shares)), Request = Key(venue) }, account);
                break;
            case 3 or 4:
                venue.Do(new RequestWithdrawal { Amount = rng.Between(1, 8_000 * LivingVenue.Dollar), Asset = 1, Request = Key(venue) }, account);
                break;
            case 5:
                long price = rng.Between(700, 4000) * LivingVenue.Dollar;
                venue.Do(new SetAssetPrice { Asset = 2, Index = new(price), Average = new(price), State = PriceState.Fresh });
                break;
            default:
                venue.Wait(rng.Between(1, 3 * LivingVenue.Hour));
                break;
        }
    }

    private static void Lend(LivingVenue venue, int account, long amount) => venue.Do(new Lend { Amount = new(amount), Request = Key(venue) }, account);

    private static RequestKey Key(LivingVenue venue) => new(5, (ulong)venue.Engine.Seq + 1);

    private static long Worth(LivingVenue venue, int account)
    {
        ref State.Account owner = ref venue.State.Accounts[account];
        bool present = owner.LendEpoch == venue.State.Lending.Epoch;
        return present ? LendingMath.WorthOf(owner.LendShares, venue.State.Lending.TotalShares, venue.State.Lending.Supplied).Value : 0;
    }
}
