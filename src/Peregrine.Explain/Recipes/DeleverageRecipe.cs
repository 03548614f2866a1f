using Peregrine.Core;
using Peregrine.Explain.Past;

namespace Peregrine.Explain.Recipes;

/// <summary>The price at which positions are closed against the other side, and who gives how much.</summary>
internal static class DeleverageRecipe
{
    public static void Started(Ladder steps, PastVenue venue, PastCommand command, in EventHeader header, in AdlStarted told)
    {
        PastMarket market = venue.Market(header.Market);
        steps.Add("mark", "the market's mark", told.Mark.Value, market.Mark.Value);
        // Where the book took a part, the price of the rest is found anew from what is lacking then.
        if (told.Price.Value != 0 && command.LastStep is { Step.Filled.Value: 0 } last && last.Account == header.Account && last.Market == header.Market)
            steps.Add("price", "the bankruptcy price of the step before", told.Price.Value, last.Step.Bankruptcy.Value);
        else steps.Say("price", told.Price.Value == 0 ? "at mark" : "the bankruptcy price of what is left to close", told.Price.Value);
        long size = venue.Position(header.Account, header.Market).Size;
        steps.Test("side", $"what closes {size}", told.Side == (size > 0 ? Side.Sell : Side.Buy));
        steps.Say("candidates", "accounts of the other side that keep their margin", told.Candidates);
    }

    public static void Applied(Ladder steps, PastVenue venue, PastCommand command, in EventHeader header, in AdlApplied told)
    {
        if (command.Deleveraging is not { } began) return;
        PastMarket market = venue.Market(header.Market);
        AdlStarted start = began.Told;
        steps.Add("requested", "lots that nobody else took", told.Requested.Value, start.Qty.Value);
        Share(steps, command.Given, in start, in told);
        steps.Add("price", start.Price.Value == 0 ? "mark" : $"{start.Price.Value} × {Exact.SubticksPerTick}", told.Price.Value,
            start.Price.Value == 0 ? start.Mark.Value : start.Price.Value * Exact.SubticksPerTick);
        steps.Add("notional", $"floor({told.Qty.Value} × {told.Price.Value} × {market.TickLotValue} / {Exact.SubticksPerTick})", told.Notional.Value,
            Exact.Floor((Int128)told.Qty.Value * told.Price.Value * market.TickLotValue, Exact.SubticksPerTick));
        ulong stands = Hash64.Fnv1a(Hash64.Fnv1a(Hash64.FnvOffset, began.Account), header.Seq);
        steps.Test("failed", "the number stands for the account that failed, in this command", told.FailedHash == stands);
        long size = venue.Position(header.Account, header.Market).Size;
        steps.Test("reduces", $"{told.Qty.Value} ≤ {told.Available.Value} ≤ |{size}|", told.Qty <= told.Available && told.Available.Value <= Math.Abs(size));
    }

    // By score times available lots; who would be asked for more than that gives all of it. A lot more or less is the largest remainder's.
    private static void Share(Ladder steps, List<AdlApplied> before, in AdlStarted start, in AdlApplied told)
    {
        Int128 weight = new(start.WeightHigh, start.WeightLow);
        long left = start.Qty.Value;
        bool isShared = start.Price.Value == 0 && told.ScorePpb == 1;
        foreach (AdlApplied given in before)
        {
            bool gaveAll = given.ScorePpb > 0 && !isShared && weight > 0 && (Int128)left * given.ScorePpb >= weight;
            if (!gaveAll && given.ScorePpb > 0) continue;
            left -= given.Qty.Value;
            if (gaveAll) weight -= (Int128)given.ScorePpb * given.Available.Value;
        }
        if (told.ScorePpb <= 0)
        {
            long rest = start.Qty.Value - before.Sum(static g => g.Qty.Value);
            steps.Add("qty", $"min({rest}, {told.Available.Value})", told.Qty.Value, Math.Min(rest, told.Available.Value));
        }
        else if (weight == 0 || (!isShared && (Int128)left * told.ScorePpb >= weight))
        {
            steps.Add("qty", $"all of it: {left} × {told.ScorePpb} ≥ {weight}", told.Qty.Value, Math.Min(left, told.Available.Value));
        }
        else
        {
            long share = (long)((Int128)left * told.ScorePpb * told.Available.Value / weight);
            steps.Between("qty", $"floor({left} × {told.ScorePpb} × {told.Available.Value} / {weight}), and one more for the largest remainders", told.Qty.Value, share, share + 1);
        }
    }
}
