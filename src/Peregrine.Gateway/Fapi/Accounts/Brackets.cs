using System.Collections.Immutable;
using Peregrine.Core;
using Peregrine.Gateway.Fapi.Markets;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Markets;

namespace Peregrine.Gateway.Fapi.Accounts;

/// <summary>Margin tiers as the dialect has them: maintenance margin is notional times the bracket's rate less what the lower ones asked less.</summary>
internal static class Brackets
{
    /// <summary>Up to here a leverage is what it says; a larger position is margined by its tiers.</summary>
    public static Micros MaxNotional(ImmutableArray<MarginTier> tiers, int leverage)
    {
        long ratePpb = Ppb.One / Math.Max(1, leverage);
        Int128 cumulative = 0;
        for (int i = 0; i < tiers.Length; i++)
        {
            if (i > 0) cumulative += (Int128)tiers[i].Floor.Value * (tiers[i].ImrPpb - tiers[i - 1].ImrPpb);
            long end = EndOf(tiers, i);
            if (tiers[i].ImrPpb <= ratePpb) continue;
            // IM of the tier, N · imr − ci, meets N / leverage at ci / (imr − 1 / leverage).
            Int128 meets = cumulative / (tiers[i].ImrPpb - ratePpb);
            if (meets < end) return new((long)Int128.Max(meets, tiers[i].Floor.Value));
        }
        return new(EndOf(tiers, tiers.Length - 1));
    }

    public static void Write(JsonText json, FapiMarket market)
    {
        json.BeginObject().Name("symbol"u8).Plain(market.Utf8).Name("notionalCoef"u8).BareDecimal(1, new Scale(1, 0)).Name("brackets"u8).BeginArray();
        foreach (Bracket bracket in Of(market))
        {
            json.BeginObject().Name("bracket"u8).Number(bracket.Number).Name("initialLeverage"u8).Number(bracket.LeverageMax);
            json.Name("notionalCap"u8).BareDecimal(bracket.End, Scale.Micros).Name("notionalFloor"u8).BareDecimal(bracket.Floor, Scale.Micros);
            json.Name("maintMarginRatio"u8).BareDecimal(bracket.MmrPpb, Scale.Ppb).Name("cum"u8).BareDecimal(bracket.Cumulative, Scale.Micros).EndObject();
        }
        json.EndArray().EndObject();
    }

    /// <summary>The same in the letters that streams have, each with the leverages that it begins and ends with.</summary>
    public static void WriteShort(JsonText json, FapiMarket market)
    {
        List<Bracket> all = Of(market);
        json.BeginArray();
        for (int i = 0; i < all.Count; i++)
        {
            Bracket bracket = all[i];
            json.BeginObject().Name("bs"u8).Number(bracket.Number).Name("bnf"u8).BareDecimal(bracket.Floor, Scale.Micros).Name("bnc"u8).BareDecimal(bracket.End, Scale.Micros);
            json.Name("mmr"u8).BareDecimal(bracket.MmrPpb, Scale.Ppb).Name("cf"u8).BareDecimal(bracket.Cumulative, Scale.Micros);
            json.Name("mi"u8).Number(i + 1 < all.Count ? Math.Min(all[i + 1].LeverageMax + 1, bracket.LeverageMax) : 1).Name("ma"u8).Number(bracket.LeverageMax).EndObject();
        }
        json.EndArray();
    }

    private static List<Bracket> Of(FapiMarket market)
    {
        ImmutableArray<MarginTier> tiers = market.Terms.Tiers;
        List<Bracket> all = [];
        Int128 cumulative = 0;
        for (int i = 0; i < tiers.Length; i++)
        {
            if (i > 0) cumulative += (Int128)tiers[i].Floor.Value * (tiers[i].MmrPpb - tiers[i - 1].MmrPpb);
            long leverageMax = Math.Min(market.Terms.Terms.LeverageMax, Ppb.One / Math.Max(1, tiers[i].ImrPpb));
            all.Add(new Bracket(i + 1, tiers[i].Floor.Value, EndOf(tiers, i), tiers[i].MmrPpb, (long)(cumulative / Ppb.One), leverageMax));
        }
        return all;
    }

    // The last tier has no end; clients want a number, and one of 2⁵³ micro-dollars is more than anybody has.
    private static long EndOf(ImmutableArray<MarginTier> tiers, int index) => index + 1 < tiers.Length ? tiers[index + 1].Floor.Value : 1L << 53;

    private readonly record struct Bracket(int Number, long Floor, long End, int MmrPpb, long Cumulative, long LeverageMax);
}
