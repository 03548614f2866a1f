using Peregrine.Core;
using Peregrine.MarketData.Accounts;
using Xunit;

namespace Peregrine.MarketData.Tests.Accounts;

/// <summary>What the account views show, against what the engine says that there is.</summary>
internal static class AccountAgreement
{
    public static void Check(AccountViews views, Venue venue, State state)
    {
        foreach ((int account, StateAccount told) in state.Accounts) CheckAccount(views, account, in told, state);
        foreach ((int market, _) in state.Markets)
        {
            Assert.Equal(state.Positions.Where(p => p.Market == market).Sum(p => Math.Max(0, p.Body.Size.Value)), views.OpenInterest(market).Value);
            Assert.Equal(venue.Engine.State!.Markets[market].OpenInterest, views.OpenInterest(market));
        }
        Assert.False(views.TryRead(state.Accounts.Count + 1, out _));
    }

    private static void CheckAccount(AccountViews views, int account, in StateAccount told, State state)
    {
        Assert.True(views.TryRead(account, out AccountFacts facts));
        Assert.Equal((told.Cash, told.Root, told.Referrer, told.Status), (facts.Cash, facts.Root, facts.Referrer, facts.Status));
        Assert.Equal((told.ReferralSharePpb, told.DiscountPpb), (facts.ReferralSharePpb, facts.DiscountPpb));
        if (told.Root == account) Assert.Equal(told.FeeTier, facts.FeeTier);
        CheckPositions(views, account, state);
        CheckOrders(views, account, facts.OrderCount, state);

        HoldingFacts[] holdings = new HoldingFacts[16];
        holdings = [.. holdings[..views.ReadHoldings(account, holdings)].OrderBy(h => h.Asset)];
        Assert.Equal(state.Holdings.Where(h => h.Account == account).Select(h => new HoldingFacts(h.Body.Amount, h.Body.Counted, h.Body.Asset)).OrderBy(h => h.Asset), holdings);

        WithdrawalFacts[] withdrawals = new WithdrawalFacts[256];
        withdrawals = [.. withdrawals[..views.ReadWithdrawals(account, withdrawals)].OrderBy(w => w.Withdrawal)];
        Assert.Equal(state.Withdrawals.Where(w => w.Account == account)
            .Select(w => new WithdrawalFacts(w.Body.Withdrawal, w.Body.Amount, w.Body.Asset, w.Body.State)).OrderBy(w => w.Withdrawal), withdrawals);

        SwitchFacts[] switches = new SwitchFacts[256];
        switches = [.. switches[..views.ReadSwitches(account, switches)].OrderBy(s => (s.Market, s.Label, s.Session))];
        Assert.Equal(state.Switches.Where(s => s.Account == account)
            .Select(s => new SwitchFacts(s.Body.DueNs, s.Body.Label, s.Body.Session, (ushort)s.Market, s.Body.DropProtective, s.Body.Flatten))
            .OrderBy(s => (s.Market, s.Label, s.Session)), switches);
    }

    private static void CheckPositions(AccountViews views, int account, State state)
    {
        PositionFacts[] read = new PositionFacts[64];
        Dictionary<int, PositionFacts> positions = read[..views.ReadPositions(account, read)].ToDictionary(p => (int)p.Market);
        var expected = state.Positions.Where(p => p.Account == account).ToDictionary(p => p.Market, p => p.Body);
        foreach (int market in positions.Keys.Union(expected.Keys))
        {
            // A record without anything in it may exist on one side only.
            PositionFacts mine = positions.TryGetValue(market, out PositionFacts shown) ? shown : views.DefaultPosition(market);
            PositionFacts none = views.DefaultPosition(market);
            StatePosition theirs = expected.TryGetValue(market, out StatePosition told) ? told : new() { Leverage = none.Leverage, Mode = none.Mode };
            Assert.Equal((theirs.Size, theirs.Cost, theirs.IsolatedMargin), (mine.Size, mine.Cost, mine.IsolatedMargin));
            Assert.Equal((theirs.Realised, theirs.FeesPaid, theirs.FundingPaid), (mine.Realised, mine.FeesPaid, mine.FundingPaid));
            Assert.Equal((theirs.Leverage, theirs.Mode), (mine.Leverage, mine.Mode));
            StateMmp mmp = state.Mmps.FirstOrDefault(m => m.Account == account && m.Market == market).Body;
            Assert.Equal((mmp.Qty, mmp.WindowNs, mmp.FreezeNs), (mine.MmpQty, mine.MmpWindowNs, mine.MmpFreezeNs));
        }
    }

    private static void CheckOrders(AccountViews views, int account, int count, State state)
    {
        OrderFacts[] orders = new OrderFacts[count + 1];
        orders = orders[..views.ReadOrders(account, orders)];
        Assert.Equal(count, orders.Length);
        Dictionary<OrderId, OrderFacts> shown = orders.ToDictionary(o => o.Order);
        foreach ((_, int market, StateOrder told) in state.Orders.Where(o => o.Account == account)) CheckResting(Take(shown, told.Order), market, in told);
        foreach ((_, int market, StateTrigger told) in state.Triggers.Where(t => t.Account == account)) CheckWaiting(Take(shown, told.Order), market, in told, state);
        foreach ((_, int market, StateTwap told) in state.Twaps.Where(t => t.Account == account)) CheckTwap(Take(shown, told.Order), market, in told);
        HashSet<OrderId> elsewhere = [.. state.Orders.Select(o => o.Body.Order), .. state.Triggers.Select(t => t.Body.Order)];
        foreach ((_, int market, StateExit told) in state.Exits.Where(e => e.Account == account && e.Body.IsAlive != 0))
        {
            OrderId id = new(told.Group.Value + told.Index + 1);
            if (!elsewhere.Contains(id)) CheckAsleep(Take(shown, id), market, in told);
        }
        Assert.Empty(shown.Values.Select(o => $"{o.Order} {o.State} {o.Type} {o.Tif} rest {o.Rest} filled {o.Filled} of {o.Qty} trigger {o.Trigger} exit {o.IsExit}"));
    }

    private static OrderFacts Take(Dictionary<OrderId, OrderFacts> shown, OrderId id)
    {
        Assert.True(shown.Remove(id, out OrderFacts order), $"order {id} is not shown");
        return order;
    }

    private static void CheckResting(in OrderFacts mine, int market, in StateOrder told)
    {
        string who = $"order {told.Order}";
        AssertSame(who, (told.Price, told.Qty, told.Filled, told.Rest, told.Display), (mine.Price, mine.Qty, mine.Filled, mine.Rest, mine.Display));
        AssertSame(who, (told.Priority, told.ExpireAtNs, told.Group, told.Label, told.Key), (mine.Priority, mine.ExpireAtNs, mine.Group, mine.Label, mine.Key));
        AssertSame(who, (told.Builder, told.BuilderPpb, told.Type, told.Side, told.Tif), (mine.Builder, mine.BuilderPpb, mine.Type, mine.Side, mine.Tif));
        AssertSame(who, (told.Stp, told.Flags, told.ClientId, market), (mine.Stp, mine.Flags, mine.ClientId, (int)mine.Market));
        AssertSame(who, told.Filled.Value > 0 ? OrderState.PartiallyFilled : OrderState.Live, mine.State);
    }

    private static void CheckWaiting(in OrderFacts mine, int market, in StateTrigger told, State state)
    {
        string who = $"trigger {told.Order} waiting for {told.WaitsFor}";
        AssertSame(who, (told.Price, told.Filled, told.Display), (mine.Price, mine.Filled, mine.Display));
        // How much a close that fired is nobody is told before it fills or is tried again.
        bool isUntold = mine.Qty.Value == 0 && told.Filled.Value == 0 && state.Retried.Contains(told.Order);
        if (!isUntold) AssertSame(who, (told.Qty, told.Rest), (mine.Qty, mine.Rest));
        AssertSame(who, (told.TriggerPrice, told.ActivationPrice, told.Offset, told.WorstPrice), (mine.TriggerPrice, mine.ActivationPrice, mine.Offset, mine.WorstPrice));
        AssertSame(who, (told.CallbackPpb, told.SlipPpb, told.Trigger, told.TriggerBy), (mine.CallbackPpb, mine.SlipPpb, mine.Trigger, mine.TriggerBy));
        AssertSame(who, (told.ExpireAtNs, told.Group, told.Label, told.Key), (mine.ExpireAtNs, mine.Group, mine.Label, mine.Key));
        AssertSame(who, (told.Builder, told.BuilderPpb, told.Type, told.Side, told.Tif), (mine.Builder, mine.BuilderPpb, mine.Type, mine.Side, mine.Tif));
        AssertSame(who, (told.Stp, told.Flags, told.ClientId, market), (mine.Stp, mine.Flags, mine.ClientId, (int)mine.Market));
        OrderState expected = told.WaitsFor switch
        {
            WaitingFor.Entry => OrderState.Inactive,
            WaitingFor.Queue when state.Retried.Contains(told.Order) => told.Filled.Value > 0 ? OrderState.PartiallyFilled : OrderState.Live,
            _ => mine is { IsExit: 1, Rest.Value: 0 } ? OrderState.Inactive : OrderState.PendingTrigger,
        };
        AssertSame(who, expected, mine.State);
        AssertSame(who, 0L, mine.Priority);
    }

    private static void CheckTwap(in OrderFacts mine, int market, in StateTwap told)
    {
        string who = $"TWAP {told.Order}";
        AssertSame(who, (told.Qty, told.Executed, told.LimitPrice, told.Side, told.Paused), (mine.Qty, mine.Filled, mine.Price, mine.Side, mine.IsPaused));
        AssertSame(who, (told.Label, told.Key, told.Builder, told.Flags, told.ClientId), (mine.Label, mine.Key, mine.Builder, mine.Flags, mine.ClientId));
        AssertSame(who, (told.StartNs + told.IntervalNs * told.Slices, market, (byte)1), (mine.ExpireAtNs, (int)mine.Market, mine.IsTwap));
    }

    private static void CheckAsleep(in OrderFacts mine, int market, in StateExit told)
    {
        string who = $"exit {mine.Order}";
        AssertSame(who, (told.Size, told.Filled, Lots.Zero, told.Terms.Price), (mine.Qty, mine.Filled, mine.Rest, mine.Price));
        AssertSame(who, (OrderState.Inactive, told.Group, told.Terms.Type, market), (mine.State, mine.Group, mine.Type, (int)mine.Market));
    }

    private static void AssertSame<T>(string who, T told, T shown) => Assert.True(EqualityComparer<T>.Default.Equals(told, shown), $"{who}: told {told}, shown {shown}");
}
