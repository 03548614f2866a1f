using Peregrine.Core;
using Peregrine.Explain.Past;

namespace Peregrine.Explain.Recipes;

/// <summary>Who took what the book left, and who paid what was lacking: the backstop, insurance, a debt of the market.</summary>
internal static class LossRecipe
{
    public static void Taken(Ladder steps, PastVenue venue, PastCommand command, in EventHeader header, in BackstopTaken told)
    {
        PastMarket market = venue.Market(header.Market);
        long size = venue.Position(header.Account, header.Market).Size, side = Math.Sign(size);
        steps.Add("mark", "the market's mark", told.Mark.Value, market.Mark.Value);
        bool hasStep = command.LastStep is { } last && last.Account == header.Account && last.Market == header.Market;
        if (hasStep) steps.Add("left", $"{command.LastStep!.Value.Step.Asked.Value} − {command.LastStep.Value.Step.Filled.Value}", told.Asked.Value, (command.LastStep.Value.Step.Asked - command.LastStep.Value.Step.Filled).Value);
        steps.Test("enough", $"{told.Qty.Value} ≤ {told.Asked.Value} ≤ |{size}|", told.Qty <= told.Asked && told.Asked.Value <= Math.Abs(size));
        if (market.IsRamping || !hasStep)
        {
            steps.Say("price", "half the first maintenance rate from mark, or bankruptcy when that is nearer", told.Price.Value);
            return;
        }
        long distance = LiquidationRecipe.BeyondMark(told.Mark.Value, side, market.FirstMmrPpb / 2);
        bool isBankrupt = command.LastStep!.Value.Step.Equity.Value < 0;
        steps.Add("price", isBankrupt ? $"{told.Mark.Value} ∓ {market.FirstMmrPpb / 2} / {Exact.R}, in ticks" : $"{told.Bankruptcy.Value}, or half the first maintenance rate from mark when that is nearer",
            told.Price.Value, LiquidationRecipe.Within(market, isBankrupt ? distance : LiquidationRecipe.Nearer(side, told.Bankruptcy.Value, distance)));
        if (!isBankrupt) return;
        long lacking = Math.Max(0, side * (told.Bankruptcy.Value - told.Price.Value));
        steps.Test("insured", $"{lacking} × {told.Qty.Value} × {market.TickLotValue} ≤ {told.Budget.Value}", (Int128)lacking * told.Qty.Value * market.TickLotValue <= told.Budget.Value);
    }

    public static void Drawn(Ladder steps, PastVenue venue, in EventHeader header, in InsuranceDrawn told)
    {
        bool isPot = IsPot(venue, in header);
        long before = Before(venue, in header, isPot);
        steps.Test("lacking", $"{before} < 0", before < 0);
        steps.Add(isPot ? "potAfter" : "cashAfter", $"{before} + {told.FromMarket.Value} + {told.FromGlobal.Value}",
            isPot ? told.IsolatedMargin.Value : told.Cash.Value, before + told.FromMarket.Value + told.FromGlobal.Value);
        steps.Test("marketFirst", $"{told.FromGlobal.Value} = 0 or {told.MarketFund.Value} = 0", told.FromGlobal.Value == 0 || told.MarketFund.Value == 0);
    }

    public static void Booked(Ladder steps, PastVenue venue, in EventHeader header, in BadDebtBooked told)
    {
        bool isPot = IsPot(venue, in header);
        long before = Before(venue, in header, isPot);
        steps.Add("amount", $"−({before})", told.Amount.Value, -before);
        steps.Add(isPot ? "potAfter" : "cashAfter", "nothing is owed any more", isPot ? told.IsolatedMargin.Value : told.Cash.Value, 0);
    }

    private static bool IsPot(PastVenue venue, in EventHeader header) =>
        header.Market != 0 && venue.Position(header.Account, header.Market) is { Mode: MarginMode.Isolated, Pot: < 0 };

    private static long Before(PastVenue venue, in EventHeader header, bool isPot) =>
        isPot ? venue.Position(header.Account, header.Market).Pot : venue.Cash(header.Account);
}
