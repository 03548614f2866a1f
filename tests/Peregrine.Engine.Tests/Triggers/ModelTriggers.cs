using Peregrine.Core;
using Peregrine.Engine.Triggers;

namespace Peregrine.Engine.Tests.Triggers;

/// <summary>The rules read aloud: a list, scanned whole on every price; every trailing stop keeps its own maximum.</summary>
internal sealed class ModelTriggers
{
    internal sealed class Waiter(Trigger terms)
    {
        public Trigger Terms = terms;
        public Int128 Peak;
    }

    public List<Waiter> All { get; } = [];

    public void Add(Trigger terms, long value)
    {
        Waiter waiter = new(terms);
        if (terms.IsTrailing && value != 0 && Activates(terms, value)) waiter.Peak = value;
        All.Add(waiter);
    }

    /// <summary>Ids of those that fire, in the order in which they execute.</summary>
    public List<long> Show(TriggerRef by, long value, long mark, TriggerScope scope)
    {
        List<(bool Others, Int128 MinusPast, long Id, Waiter Waiter)> fired = [];
        foreach (Waiter waiter in All)
        {
            if (!Sees(waiter.Terms, by, value, mark, scope)) continue;
            if (waiter.Terms.IsTrailing && !Follow(waiter, value)) continue;
            Int128 level = Level(waiter);
            bool holds = Rising(waiter.Terms) ? value >= level : value <= level;
            if (holds) fired.Add((!Reduces(waiter.Terms), -Int128.Abs(level - value), waiter.Terms.Id.Value, waiter));
        }
        fired.Sort((a, b) => (a.Others, a.MinusPast, a.Id).CompareTo((b.Others, b.MinusPast, b.Id)));
        foreach (var one in fired) All.Remove(one.Waiter);
        return [.. fired.Select(f => f.Id)];
    }

    private static bool Sees(in Trigger terms, TriggerRef by, long value, long mark, TriggerScope scope)
    {
        if (terms.By != by) return false;
        if (scope.HasFlag(TriggerScope.ReduceOnly) && !Reduces(terms)) return false;
        if (by != TriggerRef.Last || terms.Flags.HasFlag(OrderFlags.NoLastGuard)) return true;
        return !scope.HasFlag(TriggerScope.Unguarded) && Int128.Abs((Int128)value - mark) * 100 <= (Int128)mark * 5;
    }

    private static bool Follow(Waiter waiter, long value)
    {
        if (waiter.Peak == 0 && !Activates(waiter.Terms, value)) return false;
        if (waiter.Peak == 0) waiter.Peak = value;
        waiter.Peak = waiter.Terms.Side == Side.Sell ? Int128.Max(waiter.Peak, value) : Int128.Min(waiter.Peak, value);
        return true;
    }

    private static bool Activates(in Trigger terms, long value)
    {
        long at = terms.ActivationPrice.Value * 1000;
        return at == 0 || (terms.Side == Side.Sell ? value >= at : value <= at);
    }

    private static Int128 Level(Waiter waiter)
    {
        Trigger terms = waiter.Terms;
        if (!terms.IsTrailing) return terms.TriggerPrice.Value * 1000;
        Int128 r = 1_000_000_000;
        if (terms.Side == Side.Sell)
            return terms.CallbackPpb != 0 ? waiter.Peak * (r - terms.CallbackPpb) / r : waiter.Peak - terms.Offset.Value * 1000;
        return terms.CallbackPpb != 0 ? (waiter.Peak * (r + terms.CallbackPpb) + r - 1) / r : waiter.Peak + terms.Offset.Value * 1000;
    }

    private static bool Reduces(in Trigger terms) =>
        terms.Flags.HasFlag(OrderFlags.ReduceOnly) || terms.Flags.HasFlag(OrderFlags.PositionExit) || terms.Type == OrderType.ClosePosition;

    private static bool Rising(in Trigger terms) => (terms.Kind, terms.Side) is (TriggerKind.Stop, Side.Buy)
        or (TriggerKind.TakeProfit, Side.Sell) or (TriggerKind.Trailing, Side.Buy);
}
