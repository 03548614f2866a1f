using Peregrine.Core;

namespace Peregrine.Engine.Accounts;

/// <summary>What is tighter and what is looser between two sets of limits, field by field. 0 in a field means no limit.</summary>
internal static class LimitChange
{
    private const int LeverageBound = 100;
    /// <summary>Stands for "no market at all" in a list whose emptiness means all of them.</summary>
    private const ushort NoMarket = ushort.MaxValue;

    public static bool IsWellFormed(in Limits limits) =>
        limits.OrderNotionalMax.Value >= 0
        && limits.PositionNotionalMax.Value >= 0
        && limits.TotalNotionalMax.Value >= 0
        && limits.DayLossMax.Value >= 0
        && limits.DrawdownMax.Value >= 0
        && limits.OrdersPerSecondMax >= 0
        && limits.LeverageMax <= LeverageBound
        && limits.Actions <= AllowedActions.All
        && limits.OnBreach <= BreachAction.Flatten;

    /// <summary>The one spelling of these limits: 0 where it means the same, markets in order and once each.</summary>
    public static Limits Canonical(in Limits limits)
    {
        Limits spelled = limits;
        if (limits.Actions == AllowedActions.All) spelled.Actions = AllowedActions.None;
        if (limits.OnBreach == BreachAction.Reject) spelled.OnBreach = 0;
        Span<ushort> sorted = stackalloc ushort[MarketList.Count];
        ((ReadOnlySpan<ushort>)limits.Markets).CopyTo(sorted);
        sorted.Sort();
        spelled.Markets = default;
        int count = 0;
        foreach (ushort market in sorted)
        {
            if (market != 0 && (count == 0 || spelled.Markets[count - 1] != market)) spelled.Markets[count++] = market;
        }
        return spelled;
    }

    /// <summary>The tighter of both in each field: what holds at once.</summary>
    public static Limits Tighter(in Limits now, in Limits asked)
    {
        Limits limits = new()
        {
            OrderNotionalMax = new(Tighter(now.OrderNotionalMax.Value, asked.OrderNotionalMax.Value)),
            PositionNotionalMax = new(Tighter(now.PositionNotionalMax.Value, asked.PositionNotionalMax.Value)),
            TotalNotionalMax = new(Tighter(now.TotalNotionalMax.Value, asked.TotalNotionalMax.Value)),
            DayLossMax = new(Tighter(now.DayLossMax.Value, asked.DayLossMax.Value)),
            DrawdownMax = new(Tighter(now.DrawdownMax.Value, asked.DrawdownMax.Value)),
            OrdersPerSecondMax = (int)Tighter(now.OrdersPerSecondMax, asked.OrdersPerSecondMax),
            LeverageMax = (ushort)Tighter(now.LeverageMax, asked.LeverageMax),
            Actions = Tighter(now.Actions, asked.Actions),
            OnBreach = ForceOf(now.OnBreach) > ForceOf(asked.OnBreach) ? now.OnBreach : asked.OnBreach,
        };
        Intersect(in now.Markets, in asked.Markets, ref limits.Markets);
        return limits;
    }

    /// <summary>Whether <paramref name="asked"/> allows anything that <paramref name="now"/> does not.</summary>
    public static bool Loosens(in Limits now, in Limits asked) =>
        Loosens(now.OrderNotionalMax.Value, asked.OrderNotionalMax.Value)
        || Loosens(now.PositionNotionalMax.Value, asked.PositionNotionalMax.Value)
        || Loosens(now.TotalNotionalMax.Value, asked.TotalNotionalMax.Value)
        || Loosens(now.DayLossMax.Value, asked.DayLossMax.Value)
        || Loosens(now.DrawdownMax.Value, asked.DrawdownMax.Value)
        || Loosens(now.OrdersPerSecondMax, asked.OrdersPerSecondMax)
        || Loosens(now.LeverageMax, asked.LeverageMax)
        || (Spelled(asked.Actions) & ~Spelled(now.Actions)) != 0
        || ForceOf(asked.OnBreach) < ForceOf(now.OnBreach)
        || LoosensMarkets(in now.Markets, in asked.Markets);

    /// <summary>An order that can only reduce is also a trade; every other action stands for itself.</summary>
    public static bool Allows(in Limits limits, AllowedActions action)
    {
        AllowedActions allowed = Spelled(limits.Actions);
        if (action == AllowedActions.ReduceOnly && (allowed & AllowedActions.Trade) != 0) return true;
        return (allowed & action) == action;
    }

    public static bool Allows(in MarketList list, int market) => market == 0 || IsEmpty(in list) || Contains(in list, market);

    /// <summary>How much a breach does: stop whoever breached, stop the account, also cancel its orders, also close its positions.</summary>
    public static int ForceOf(BreachAction action) => action switch
    {
        0 or BreachAction.Reject => 0,
        BreachAction.ReduceOnly => 1,
        BreachAction.CancelAll => 2,
        BreachAction.Flatten => 3,
    };

    private static long Tighter(long now, long asked)
    {
        if (now == 0) return asked;
        return asked == 0 ? now : Math.Min(now, asked);
    }

    private static bool Loosens(long now, long asked) => now != 0 && (asked == 0 || asked > now);

    // Two lists of actions may have none in common, and no action would mean all of them: reading is left.
    private static AllowedActions Tighter(AllowedActions now, AllowedActions asked)
    {
        if (now == AllowedActions.None) return asked;
        if (asked == AllowedActions.None) return now;
        AllowedActions both = now & asked;
        return both == AllowedActions.None ? AllowedActions.Read : both;
    }

    private static AllowedActions Spelled(AllowedActions actions) => actions == AllowedActions.None ? AllowedActions.All : actions;

    private static void Intersect(in MarketList now, in MarketList asked, ref MarketList both)
    {
        if (IsEmpty(in now) || IsEmpty(in asked))
        {
            both = IsEmpty(in now) ? asked : now;
            return;
        }
        int count = 0;
        foreach (ushort market in (ReadOnlySpan<ushort>)asked)
        {
            if (market != 0 && Contains(in now, market)) both[count++] = market;
        }
        if (count == 0) both[0] = NoMarket;
    }

    private static bool LoosensMarkets(in MarketList now, in MarketList asked)
    {
        if (IsEmpty(in now)) return false;
        if (IsEmpty(in asked)) return true;
        foreach (ushort market in (ReadOnlySpan<ushort>)asked)
        {
            if (market != 0 && !Contains(in now, market)) return true;
        }
        return false;
    }

    private static bool IsEmpty(in MarketList list) => !((ReadOnlySpan<ushort>)list).ContainsAnyExcept((ushort)0);

    private static bool Contains(in MarketList list, int market) => ((ReadOnlySpan<ushort>)list).Contains((ushort)market);
}
