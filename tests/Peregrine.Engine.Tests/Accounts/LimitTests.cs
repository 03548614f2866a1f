using Peregrine.Core;
using Xunit;

namespace Peregrine.Engine.Tests.Accounts;

public sealed class LimitTests
{
    private const long Day = 86_400_000_000_000;

    [Fact]
    public void Tightening_holds_at_once_and_loosening_a_day_later()
    {
        Venue venue = new();
        int account = venue.NewAccount();
        Set(venue, account, new Limits { OrderNotionalMax = new(100), LeverageMax = 10 });
        Assert.Equal(RejectCode.KeyLimit, Order(venue, account, 0, 101));
        Set(venue, account, new Limits { OrderNotionalMax = new(200), LeverageMax = 5 });
        Assert.Equal([0, 1], venue.Told<LimitsSet>().Select(e => e.Pending));
        Assert.Equal(RejectCode.KeyLimit, Order(venue, account, 0, 101));
        Assert.Equal(RejectCode.KeyLimit, venue.Limits.CheckLeverage(account, 0, 6));
        Assert.Equal(venue.State.NowNs + Day, venue.LimitDesk.NextDueNs);
        venue.LimitDesk.ApplyDue(venue.State.NowNs += Day - 1);
        Assert.Equal(RejectCode.KeyLimit, Order(venue, account, 0, 101));
        venue.LimitDesk.ApplyDue(++venue.State.NowNs);
        Assert.Equal(RejectCode.None, Order(venue, account, 0, 200));
        Assert.Equal(long.MaxValue, venue.LimitDesk.NextDueNs);
    }

    [Fact]
    public void Loosenings_of_one_instant_hold_in_order_of_account_and_key()
    {
        Venue venue = new();
        int[] accounts = [venue.NewAccount(), venue.NewAccount(), venue.NewAccount()];
        foreach (int account in accounts) Set(venue, account, new Limits { LeverageMax = 3 });
        foreach (int account in new[] { accounts[2], accounts[0], accounts[1] }) Set(venue, account, new Limits { LeverageMax = 4 });
        Set(venue, accounts[1], new Limits { LeverageMax = 2 });
        List<int> order = [];
        while (venue.LimitDesk.NextDueNs != long.MaxValue)
        {
            order.Add(venue.State.Limits[venue.State.Limits.FirstPending].Account);
            venue.LimitDesk.ApplyFirst();
        }
        Assert.Equal([accounts[0], accounts[2]], order);
    }

    [Fact]
    public void A_key_is_bounded_by_its_own_limits_and_the_accounts()
    {
        Venue venue = new();
        venue.ListBtc();
        int account = venue.NewAccount();
        Limits limits = new() { Actions = AllowedActions.Trade, OrdersPerSecondMax = 2 };
        limits.Markets[0] = 1;
        Assert.Equal(RejectCode.None, SetKey(venue, account, 0, limits));
        int key = (int)venue.Outcome.Detail1;
        Assert.Equal(1, key);
        Assert.Equal(RejectCode.None, venue.Limits.Permit(account, key, AllowedActions.ReduceOnly, 1));
        Assert.Equal(RejectCode.NotPermitted, venue.Limits.Permit(account, key, AllowedActions.Transfer, 0));
        Assert.Equal(RejectCode.NotPermitted, venue.Limits.Permit(account, key, AllowedActions.Trade, 2));
        Assert.Equal(RejectCode.UnknownKey, venue.Limits.Permit(account, 2, AllowedActions.Trade, 1));
        Assert.Equal(RejectCode.UnknownKey, venue.Limits.Permit(venue.NewAccount(), key, AllowedActions.Trade, 1));
        Assert.Equal(RejectCode.None, venue.Limits.CountOrder(account, key));
        Assert.Equal(RejectCode.None, venue.Limits.CountOrder(account, key));
        Assert.Equal(RejectCode.KeyLimit, venue.Limits.CountOrder(account, key));
        venue.State.NowNs += 1_000_000_000;
        Assert.Equal(RejectCode.None, venue.Limits.CountOrder(account, key));
        Assert.Equal(RejectCode.NotPermitted, SetKey(venue, account, key, default, key));
        Assert.Equal(RejectCode.None, venue.Do(venue.LimitDesk.SetKey, new SetKey { KeyId = key, Revoke = 1 }, account, key));
        Assert.Equal(RejectCode.UnknownKey, venue.Limits.Permit(account, key, AllowedActions.Read, 0));
    }

    [Fact]
    public void A_loss_is_measured_from_midnight_without_deposits_and_told_once()
    {
        Venue venue = new();
        venue.ListBtc();
        int account = venue.NewAccount();
        venue.Fund(account, 10_000 * Venue.Dollar);
        venue.Give(account, 20_000);
        Set(venue, account, new Limits { DayLossMax = new(500 * Venue.Dollar), OnBreach = BreachAction.Flatten });
        venue.Fund(account, 1_000 * Venue.Dollar);
        venue.Price(475_000_000);
        venue.Losses.SampleAll();
        Assert.Equal(RejectCode.None, Order(venue, account, 0, 1));
        Assert.False(venue.Losses.TryTakeBreach(out _));
        venue.Price(474_000_000);
        venue.Losses.SampleAll();
        venue.Losses.Sample(account);
        Assert.Equal(RejectCode.KeyLimit, Order(venue, account, 0, 1));
        Assert.True(venue.Losses.TryTakeBreach(out int breached));
        Assert.Equal((account, BreachAction.Flatten), (venue.State.Limits[breached].Account, venue.State.Limits[breached].InForce.OnBreach));
        Assert.False(venue.Losses.TryTakeBreach(out _));
        venue.State.NowNs += Day;
        venue.Losses.SampleAll();
        Assert.Equal(RejectCode.None, Order(venue, account, 0, 1));
    }

    [Fact]
    public void A_keys_breach_stops_the_account_unless_it_only_rejects()
    {
        foreach (BreachAction action in new[] { BreachAction.Reject, BreachAction.ReduceOnly })
        {
            Venue venue = new();
            venue.ListBtc();
            int account = venue.NewAccount();
            venue.Fund(account, 10_000 * Venue.Dollar);
            venue.Give(account, 20_000);
            SetKey(venue, account, 0, new Limits { DrawdownMax = new(100 * Venue.Dollar), OnBreach = action });
            venue.Price(510_000_000);
            venue.Losses.SampleAll();
            venue.Price(504_000_000);
            venue.Losses.SampleAll();
            Assert.Equal(RejectCode.KeyLimit, Order(venue, account, 1, 1));
            Assert.Equal(action == BreachAction.Reject ? RejectCode.None : RejectCode.KeyLimit, Order(venue, account, 0, 1));
        }
    }

    private static void Set(Venue venue, int account, Limits limits) =>
        Assert.Equal(RejectCode.None, venue.Do(venue.LimitDesk.SetAccount, new SetLimits { Limits = limits }, account));

    private static RejectCode SetKey(Venue venue, int account, int id, Limits limits, int by = 0) =>
        venue.Do(venue.LimitDesk.SetKey, new SetKey { KeyId = id, Limits = limits }, account, by);

    private static RejectCode Order(Venue venue, int account, int key, long notional) =>
        venue.Limits.CheckOrder(account, key, new(notional), Micros.Zero, Micros.Zero, 1);
}
