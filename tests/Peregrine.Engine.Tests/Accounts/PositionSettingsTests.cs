using Peregrine.Core;
using Peregrine.Engine.State;
using Xunit;

namespace Peregrine.Engine.Tests.Accounts;

public sealed class PositionSettingsTests
{
    [Fact]
    public void Lowering_cross_leverage_needs_the_margin()
    {
        (Venue venue, int account) = Trader(1_500);
        venue.Give(account, 20_000);
        Assert.Equal(RejectCode.LeverageRange, Lever(venue, account, 101));
        Assert.Equal(RejectCode.InsufficientMargin, Lever(venue, account, 5));
        Assert.Equal((1_000 * Venue.Dollar, 500 * Venue.Dollar), (venue.Outcome.Detail1, venue.Outcome.Detail2));
        Assert.Equal(RejectCode.None, Lever(venue, account, 7));
        Assert.Equal(RejectCode.None, Lever(venue, account, 100));
        Assert.Equal(100, Assert.Single(venue.Told<LeverageChanged>()).Leverage);
    }

    [Fact]
    public void Lowering_isolated_leverage_fills_the_pot_from_cash()
    {
        (Venue venue, int account) = Trader(1_500);
        Assert.Equal(RejectCode.None, Mode(venue, account, MarginMode.Isolated));
        ref Position position = ref venue.Give(account, 20_000);
        Pot(venue, account, 1_000 * Venue.Dollar);
        Assert.Equal(RejectCode.InsufficientMargin, Lever(venue, account, 6));
        Assert.Equal(RejectCode.None, Lever(venue, account, 8));
        MarginMoved moved = Assert.Single(venue.Told<MarginMoved>());
        Assert.Equal((250 * Venue.Dollar, 1_250 * Venue.Dollar, 250 * Venue.Dollar), (moved.Amount.Value, moved.IsolatedMargin.Value, moved.Cash.Value));
        Assert.Equal(RejectCode.MarginModeLocked, Mode(venue, account, MarginMode.Cross));
        position = ref venue.State.Positions[venue.State.FindPosition(account, 1)];
        Assert.Equal(8, position.Leverage);
    }

    [Fact]
    public void A_pot_gives_back_what_its_margin_leaves()
    {
        (Venue venue, int account) = Trader(1_500);
        Assert.Equal(RejectCode.NoPosition, MoveMargin(venue, account, 1));
        Mode(venue, account, MarginMode.Isolated);
        venue.Give(account, 20_000);
        Pot(venue, account, 1_000 * Venue.Dollar);
        Assert.Equal(RejectCode.InsufficientMargin, MoveMargin(venue, account, 500 * Venue.Dollar + 1));
        Assert.Equal(RejectCode.None, MoveMargin(venue, account, 500 * Venue.Dollar));
        Assert.Equal(RejectCode.InsufficientMargin, MoveMargin(venue, account, -500 * Venue.Dollar - 1));
        Assert.Equal(RejectCode.None, MoveMargin(venue, account, -500 * Venue.Dollar));
        Assert.Equal(500 * Venue.Dollar, venue.State.Accounts[account].Cash.Value);
    }

    [Fact]
    public void Protection_is_set_reset_and_lifted()
    {
        (Venue venue, int account) = Trader(0);
        SetMmp terms = new() { Market = 1, Qty = new(5), WindowNs = 10, FreezeNs = 20 };
        Assert.Equal(RejectCode.BadValue, venue.Do(venue.Mmps.Set, terms with { WindowNs = 0 }, account));
        Assert.Equal(RejectCode.None, venue.Do(venue.Mmps.Set, terms, account));
        int slot = venue.State.Positions[venue.State.FindPosition(account, 1)].Mmp;
        venue.State.Mmps[slot].FrozenUntilNs = 99;
        Assert.Equal(RejectCode.None, venue.Do(venue.Mmps.Set, new SetMmp { Market = 1, ResetOnly = 1 }, account));
        Assert.Equal(5, Assert.Single(venue.Told<MmpSet>()).Qty.Value);
        Assert.Equal(0, venue.State.Mmps[slot].FrozenUntilNs);
        Assert.Equal(RejectCode.None, venue.Do(venue.Mmps.Set, new SetMmp { Market = 1 }, account));
        Assert.Equal(0, venue.State.Mmps.Count);
    }

    private static (Venue Venue, int Account) Trader(long dollars)
    {
        Venue venue = new();
        venue.ListBtc();
        int account = venue.NewAccount();
        if (dollars > 0) venue.Fund(account, dollars * Venue.Dollar);
        return (venue, account);
    }

    private static void Pot(Venue venue, int account, long amount)
    {
        venue.State.Positions[venue.State.FindPosition(account, 1)].IsolatedMargin = new(amount);
        venue.State.Accounts[account].Cash -= new Micros(amount);
    }

    private static RejectCode Lever(Venue venue, int account, int leverage) =>
        venue.Do(venue.Settings.SetLeverage, new SetLeverage { Market = 1, Leverage = (ushort)leverage }, account);

    private static RejectCode Mode(Venue venue, int account, MarginMode mode) =>
        venue.Do(venue.Settings.SetMode, new SetMarginMode { Market = 1, Mode = mode }, account);

    private static RejectCode MoveMargin(Venue venue, int account, long amount) =>
        venue.Do(venue.Settings.MoveMargin, new MoveMargin { Market = 1, Amount = new(amount) }, account);
}
