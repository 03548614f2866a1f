using Peregrine.Core;
using Peregrine.Explain.Past;

namespace Peregrine.Explain.Recipes;

/// <summary>An hour's rate from its samples, and what a position pays of it.</summary>
internal static class FundingRecipe
{
    private const long MsPerSample = 1000, MsPerHour = 3_600_000;

    public static void Rate(Ladder steps, PastMarket market, in FundingStarted told)
    {
        FundingPast hour = market.Funding;
        (long average, int samples) = hour.Waiting ?? (hour.Samples == 0 ? 0 : Exact.Trunc(hour.PremiumSum, hour.Samples), hour.Samples);
        SetPriceRules rules = market.Rules;
        steps.Add("samples", "valid samples of the hour", told.Samples, samples);
        if (hour.Waiting is null) steps.Add("averagePremium", $"trunc({hour.PremiumSum} / {hour.Samples})", told.AveragePremiumPpb, average);
        else steps.Add("averagePremium", "of the hour that waited for a fresh index", told.AveragePremiumPpb, average);
        long pulled = Math.Clamp(rules.InterestPpb - told.AveragePremiumPpb, -rules.InterestBandPpb, rules.InterestBandPpb);
        steps.Add("rate8h", $"clamp({told.AveragePremiumPpb} + clamp({rules.InterestPpb} − {told.AveragePremiumPpb}, ±{rules.InterestBandPpb}), ±{rules.FundingCap8Ppb})",
            told.Rate8Ppb, Math.Clamp(told.AveragePremiumPpb + pulled, -rules.FundingCap8Ppb, rules.FundingCap8Ppb));
        long hourly = Math.Clamp(told.Rate8Ppb / 8, -rules.FundingCapPpb, rules.FundingCapPpb);
        steps.Add("rate", $"trunc(clamp(trunc({told.Rate8Ppb} / 8), ±{rules.FundingCapPpb}) × {told.Samples * MsPerSample} / {MsPerHour})",
            told.RatePpb, Exact.Trunc((Int128)hourly * told.Samples * MsPerSample, MsPerHour));
        steps.Add("index", "the index at the hour", told.Index.Value, market.Index.Value);
    }

    public static void Payment(Ladder steps, PastVenue venue, in EventHeader header, in FundingPaid told)
    {
        PastMarket market = venue.Market(header.Market);
        PastPosition position = venue.Position(header.Account, header.Market);
        steps.Add("rate", $"of epoch {market.Funding.Epoch}", told.RatePpb, market.Funding.EpochRatePpb);
        steps.Add("index", $"of epoch {market.Funding.Epoch}", told.Index.Value, market.Funding.EpochIndex);
        steps.Add("size", "lots held when it was due", told.Size.Value, position.Size);
        steps.Add("amount", $"ceil({told.Size.Value} × {told.Index.Value} × {market.TickLotValue} × {told.RatePpb} / ({Exact.SubticksPerTick} × {Exact.R}))",
            told.Amount.Value, Exact.Ceil((Int128)told.Size.Value * told.Index.Value * market.TickLotValue * told.RatePpb, (Int128)Exact.SubticksPerTick * Exact.R));
        bool isPot = told.Mode == MarginMode.Isolated;
        long before = isPot ? position.Pot : venue.Cash(header.Account);
        steps.Add(isPot ? "potAfter" : "cashAfter", $"{before} − {told.Amount.Value}", isPot ? told.IsolatedMargin.Value : told.Cash.Value, before - told.Amount.Value);
    }
}
