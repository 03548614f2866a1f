using Peregrine.Core;
using Xunit;

namespace Peregrine.Engine.Tests.Accounts;

public sealed class CollateralTests
{
    [Fact]
    public void A_deposit_credits_once()
    {
        Venue venue = new();
        int account = venue.NewAccount();
        Deposit deposit = new() { Source = new RequestKey(1, 1), Amount = 5, Asset = 1 };
        Assert.Equal(RejectCode.None, venue.Do(venue.Collateral.Deposit, deposit, account));
        long first = venue.Outcome.Detail1;
        Assert.Equal(RejectCode.None, venue.Do(venue.Collateral.Deposit, deposit, account));
        Assert.Equal((first, true), (venue.Outcome.Detail1, venue.Outcome.Duplicate));
        Assert.Equal(5, venue.State.Accounts[account].Cash.Value);
        Assert.Equal(RejectCode.BadValue, venue.Fund(account, 1L << 60));
        Assert.True(venue.Invariants.Hold());
    }

    [Fact]
    public void What_lies_above_a_cap_counts_nothing_and_leaves_first()
    {
        Venue venue = new();
        ListEther(venue, accountCap: 10, platformCap: 12);
        int first = venue.NewAccount();
        int second = venue.NewAccount();
        venue.Fund(first, 11, 2);
        Assert.Equal(10, Assert.Single(venue.Told<BalanceChanged>()).Counted);
        venue.Fund(second, 5, 2);
        Assert.Equal(2, Assert.Single(venue.Told<BalanceChanged>()).Counted);
        Assert.Equal(RejectCode.None, venue.Withdraw(second, 3, 2));
        Assert.Equal(2, Assert.Single(venue.Told<BalanceChanged>()).Counted);
        Assert.Equal(RejectCode.None, venue.Withdraw(second, 2, 2));
        Assert.Equal((0L, 10L), (venue.State.Holdings[venue.State.FindHolding(second, 2)].Counted, venue.State.Assets[2].Counted));
        Assert.True(venue.Invariants.Hold());
    }

    [Fact]
    public void A_withdrawal_ends_confirmed_or_refunded()
    {
        Venue venue = new();
        int account = venue.NewAccount();
        venue.Fund(account, 100);
        Assert.Equal(RejectCode.InsufficientBalance, venue.Withdraw(account, 101));
        Assert.Equal(RejectCode.None, venue.Withdraw(account, 40));
        long id = venue.Outcome.Detail1;
        Assert.Equal(RejectCode.BadTransition, Resolve(WithdrawalState.Sent));
        Assert.Equal(RejectCode.None, Resolve(WithdrawalState.Signed));
        Assert.Equal(RejectCode.AlreadyDone, Resolve(WithdrawalState.Signed));
        Assert.Equal(RejectCode.None, Resolve(WithdrawalState.Sent));
        Assert.Equal(RejectCode.None, Resolve(WithdrawalState.Confirmed));
        Assert.Equal(RejectCode.UnknownWithdrawal, Resolve(WithdrawalState.Refunded));
        Assert.Equal((40L, 0L), (venue.State.System.Withdrawn.Value, venue.State.System.PendingWithdraw.Value));
        venue.Withdraw(account, 60);
        id = venue.Outcome.Detail1;
        Assert.Equal(RejectCode.None, Resolve(WithdrawalState.Refunded));
        Assert.Equal(60, venue.State.Accounts[account].Cash.Value);
        Assert.Equal(0, venue.State.Withdrawals.Count);
        Assert.True(venue.Invariants.Hold());

        RejectCode Resolve(WithdrawalState to) => venue.Do(venue.Withdrawals.Resolve, new ResolveWithdrawal { Withdrawal = id, State = to });
    }

    [Fact]
    public void Margin_and_stale_prices_hold_money_back()
    {
        Venue venue = new();
        venue.ListBtc();
        int account = venue.NewAccount();
        venue.Fund(account, 10_000 * Venue.Dollar);
        venue.Give(account, 20_000);    // 10 000 dollars at leverage 10
        Assert.Equal(9_000 * Venue.Dollar, venue.Collateral.Withdrawable(account, 1));
        Assert.Equal(RejectCode.WithdrawLimit, venue.Withdraw(account, 9_000 * Venue.Dollar + 1));
        venue.Price(500_000_000, PriceState.Stale);
        Assert.Equal(RejectCode.PriceState, venue.Withdraw(account, 1));
        venue.Price(500_000_000);
        venue.Do(venue.Desk.SetStatus, new SetAccountStatus { Target = account, Status = AccountStatus.Liquidating });
        Assert.Equal(RejectCode.AccountState, venue.Withdraw(account, 1));
        Assert.Equal(0, venue.Collateral.Withdrawable(account, 1));
    }

    [Fact]
    public void Collateral_leaves_as_far_as_its_weighted_value_is_spare()
    {
        Venue venue = new();
        venue.ListBtc();
        ListEther(venue, accountCap: 1_000, platformCap: 1_000);
        int account = venue.NewAccount();
        venue.Fund(account, 1_000, 2);
        venue.Give(account, 2_000);     // 1 000 dollars need 100; ten ether at 100 dollars and 80 % are worth 800
        Assert.Equal(875, venue.Collateral.Withdrawable(account, 2));
        Assert.Equal(0, venue.Collateral.Withdrawable(account, 1));
    }

    [Fact]
    public void Transfers_stay_within_a_root()
    {
        Venue venue = new();
        int root = venue.NewAccount();
        int sub = venue.NewAccount(root);
        int other = venue.NewAccount();
        venue.Fund(root, 100);
        Assert.Equal(RejectCode.NotPermitted, Move(other, 1));
        Assert.Equal(RejectCode.BadValue, Move(root, 1));
        Assert.Equal(RejectCode.None, Move(sub, 30));
        Assert.Equal([BalanceReason.TransferOut, BalanceReason.TransferIn], venue.Told<BalanceChanged>().Select(e => e.Reason));
        Assert.Equal((70L, 30L), (venue.State.Accounts[root].Cash.Value, venue.State.Accounts[sub].Cash.Value));
        Assert.Equal(RejectCode.AccountState, venue.Do(venue.Desk.Create, new CreateAccount(), sub));
        Assert.True(venue.Invariants.Hold());

        RejectCode Move(int to, long amount) => venue.Do(venue.Transfers.Move, new Transfer { Amount = amount, ToAccount = to, Asset = 1 }, root);
    }

    private static void ListEther(Venue venue, long accountCap, long platformCap)
    {
        ListAsset terms = new()
        {
            Symbol = Symbol.Parse("ETH"),
            Decimals = 2,
            InitWeightPpb = 800_000_000,
            MaintWeightPpb = 900_000_000,
            AccountCap = accountCap,
            PlatformCap = platformCap,
        };
        Assert.Equal(RejectCode.None, venue.Do(venue.Listing.ListAsset, terms));
        Assert.Equal(RejectCode.BadListing, venue.Do(venue.Listing.ListAsset, terms));
        Micros price = new(100 * Venue.Dollar);
        SetAssetPrice prices = new() { Asset = 2, Index = price, Average = price, State = PriceState.Fresh };
        Assert.Equal(RejectCode.None, venue.Do(venue.Prices.SetAsset, prices));
    }
}
