using Peregrine.Core;
using Peregrine.Explain.Past;

namespace Peregrine.Explain.Recipes;

/// <summary>The level of a trigger, and that its reference had come to it.</summary>
internal static class TriggerRecipe
{
    public static void Fired(Ladder steps, PastVenue venue, in OrderTriggered told)
    {
        if (venue.Trigger(told.Order) is not { } waiting)
        {
            steps.Say("level", "of an exit that waited in its bracket", told.Level.Value);
            return;
        }
        if (told.Trigger == TriggerKind.Trailing) Trail(steps, in waiting, in told);
        else steps.Add("level", $"{waiting.TriggerPrice} × {Exact.SubticksPerTick}", told.Level.Value, waiting.TriggerPrice * Exact.SubticksPerTick);
        // A stop that sells and a take-profit that buys wait for the price to come down.
        bool isBelow = told.Trigger == TriggerKind.TakeProfit == (waiting.Side == Side.Buy);
        steps.Test("fired", $"{told.Reference.Value} {(isBelow ? "≤" : "≥")} {told.Level.Value} ({told.TriggerBy})", isBelow ? told.Reference <= told.Level : told.Reference >= told.Level);
    }

    private static void Trail(Ladder steps, in PastTrigger waiting, in OrderTriggered told)
    {
        long peak = told.Peak.Value;
        bool sells = waiting.Side == Side.Sell;
        if (waiting.CallbackPpb == 0)
        {
            long offset = waiting.Offset * Exact.SubticksPerTick;
            steps.Add("level", $"{peak} {(sells ? "−" : "+")} {offset}", told.Level.Value, sells ? peak - offset : peak + offset);
            return;
        }
        long level = sells ? Exact.Floor((Int128)peak * (Exact.R - waiting.CallbackPpb), Exact.R) : Exact.Ceil((Int128)peak * (Exact.R + waiting.CallbackPpb), Exact.R);
        steps.Add("level", $"{(sells ? "floor" : "ceil")}({peak} × ({Exact.R} {(sells ? "−" : "+")} {waiting.CallbackPpb}) / {Exact.R})", told.Level.Value, level);
    }
}
