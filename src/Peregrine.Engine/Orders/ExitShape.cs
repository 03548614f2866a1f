using Peregrine.Core;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Orders;

/// <summary>Which fields of a bracket's exits exclude each other (domain §3.10). Looks at nothing but the exits.</summary>
internal static class ExitShape
{
    private const int CallbackMinPpb = 1_000_000;
    private const int CallbackMaxPpb = 100_000_000;

    public static bool IsWellFormed(in AddExit exit) =>
        exit.Trigger <= TriggerKind.Trailing
        && exit.TriggerBy <= TriggerRef.Last
        && exit.Type is OrderType.Limit or OrderType.Market
        && exit.SharePpb is >= 0 and <= (int)Ppb.One
        && exit.SlipPpb >= 0 && exit.CallbackPpb >= 0 && exit.Offset.Value >= 0;

    public static RejectCode Check(in AddExit exit)
    {
        bool stops = exit.Trigger is TriggerKind.Stop or TriggerKind.Trailing;
        if (stops != (exit.SharePpb == 0)) return RejectCode.BadCombination;
        bool limit = exit.Type == OrderType.Limit;
        if (limit != (exit.Price.Value != 0) || (limit && exit.SlipPpb != 0)) return RejectCode.BadCombination;
        bool trailing = exit.Trigger == TriggerKind.Trailing;
        bool hasDistance = exit.CallbackPpb != 0 || exit.Offset.Value != 0;
        if (!trailing && (hasDistance || exit.ActivationPrice.Value != 0)) return RejectCode.BadCombination;
        if (exit.Trigger == TriggerKind.None)
            return !limit || exit.TriggerPrice.Value != 0 || exit.TriggerBy != 0 ? RejectCode.BadCombination : RejectCode.None;
        if (!trailing) return exit.TriggerPrice.Value == 0 ? RejectCode.BadCombination : RejectCode.None;
        if (exit.TriggerPrice.Value != 0 || limit || exit.CallbackPpb != 0 == (exit.Offset.Value != 0)) return RejectCode.BadCombination;
        bool inRange = exit.CallbackPpb == 0 || exit.CallbackPpb is >= CallbackMinPpb and <= CallbackMaxPpb;
        return inRange ? RejectCode.None : RejectCode.BadValue;
    }

    /// <summary>Every price that is given lies on the market's grid.</summary>
    public static bool AreOnGrid(in AddExit exit, Ticks most) =>
        IsOnGrid(exit.Price, most) && IsOnGrid(exit.TriggerPrice, most) && IsOnGrid(exit.ActivationPrice, most) && IsOnGrid(exit.Offset, most);

    private static bool IsOnGrid(Ticks price, Ticks most) => price.Value >= 0 && price <= most;

    /// <summary>Deals the entry's quantity out to the levels: whole lots, what the floors leave to the largest remainders, among equals to the lower index.</summary>
    public static void Deal(ref BracketExits exits, int count, Lots qty)
    {
        Span<long> remainders = stackalloc long[BracketExits.Max];
        remainders.Clear();
        long left = 0;
        for (int i = 0; i < count; i++)
        {
            ref BracketExit exit = ref exits[i];
            Int128 share = (Int128)qty.Value * exit.Terms.SharePpb;
            exit.Size = exit.IsStop ? qty : new(Rounding.Floor(share, Ppb.One));
            remainders[i] = exit.IsStop ? -1 : (long)(share - (Int128)exit.Size.Value * Ppb.One);
            if (!exit.IsStop) left -= exit.Size.Value;
        }
        if (!HasLevel(in exits, count)) return;
        for (left += qty.Value; left > 0; left--)
        {
            int best = 0;
            for (int i = 1; i < count; i++)
            {
                if (remainders[i] > remainders[best]) best = i;
            }
            remainders[best] = -1;
            exits[best].Size += new Lots(1);
        }
    }

    private static bool HasLevel(in BracketExits exits, int count)
    {
        for (int i = 0; i < count; i++)
        {
            if (!exits[i].IsStop) return true;
        }
        return false;
    }
}
