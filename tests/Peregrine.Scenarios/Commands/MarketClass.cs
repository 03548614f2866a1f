using Peregrine.Core;
using Peregrine.Scenarios.Values;

namespace Peregrine.Scenarios.Commands;

/// <summary>The default terms of the three classes of markets; every field can be said otherwise.</summary>
public static class MarketClass
{
    private const long Usd = 1_000_000;
    private const int Percent = 10_000_000;

    /// <summary>Floors in dollars, initial and maintenance rates in tenths of a percent.</summary>
    private static readonly Dictionary<char, (long Floor, int Imr, int Mmr)[]> Tables = new()
    {
        ['A'] = [(0, 10, 5), (50_000, 20, 10), (500_000, 50, 25), (2_500_000, 100, 50), (10_000_000, 200, 100)],
        ['B'] = [(0, 20, 10)],
        ['C'] = [(0, 100, 50)],
    };

    public static bool IsKnown(string name) => name.Length == 1 && Tables.ContainsKey(char.ToUpperInvariant(name[0]));

    public static ListMarket Terms(char name, Symbol symbol, long tickE9, long lotE9)
    {
        long tickLotValue = Math.Max(1, checked(tickE9 * lotE9) / 1_000_000_000_000);
        return new ListMarket
        {
            Symbol = symbol,
            TickE9 = tickE9,
            LotE9 = lotE9,
            PriceMax = new Ticks(10_000_000),
            PositionMax = new Lots(10_000_000_000 / tickLotValue),
            QtyMin = new Lots(1),
            QtyMax = new Lots(5_000_000_000 / tickLotValue),
            MarketQtyMax = new Lots(2_000_000_000 / tickLotValue),
            NotionalMin = new Micros(1),
            OiCap = new Lots(10_000_000_000 / tickLotValue),
            BandUpPpb = Pick(name, 10, 15, 25) * Percent,
            BandDownPpb = Pick(name, 10, 15, 25) * Percent,
            ExecRangePpb = Pick(name, 3, 6, 10) * Percent,
            SlipMaxPpb = 5 * Percent,
            GroupOiSharePpb = Pick(name, 10, 10, 20) * Percent,
            ProfitWeightPpb = Pick(name, 100, 80, 50) * Percent,
            LeverageMax = (ushort)Pick(name, 100, 50, 10),
            OpenOrdersMax = 200,
            TriggerOrdersMax = 100,
            ReduceOnlyMax = 50,
        };
    }

    public static IEnumerable<SetTier> Tiers(char name) =>
        Tables[name].Select(t => new SetTier { Floor = new Micros(t.Floor * Usd), ImrPpb = t.Imr * (Percent / 10), MmrPpb = t.Mmr * (Percent / 10) });

    /// <summary>Price rules of the class, for a market or with <paramref name="ofMarket"/> false for an asset.</summary>
    public static SetPriceRules Rules(char name, bool ofMarket)
    {
        SetPriceRules rules = new()
        {
            MaxAgeNs = 5_000_000_000,
            MaxConfPpb = Percent / 2,
            MaxDevPpb = Pick(name, 15, 30, 50) * (Percent / 10),
            JumpPpb = Pick(name, 5, 10, 15) * Percent,
            MinSources = 3,
        };
        if (!ofMarket) return rules;
        rules.MarkBandPpb = Pick(name, 1, 2, 8) * Percent;
        rules.MinRestNs = 1_000_000_000;
        rules.FundingCapPpb = Pick(name, 25, 50, 100) * (Percent / 100);
        rules.FundingCap8Ppb = Pick(name, 200, 400, 800) * (Percent / 100);
        rules.InterestPpb = Percent / 100;
        rules.InterestBandPpb = Percent / 20;
        return rules;
    }

    /// <summary>Fills in what a draft of price rules did not say: those of class A, without funding and mark for an asset.</summary>
    public static void Complete(Draft draft)
    {
        Draft usual = new(draft.Type, Rules('A', draft.Get<ushort>("asset") == 0));
        foreach (Field field in draft.Fields)
        {
            if (!draft.WasSet(field.Name) && field.Name is not ("market" or "asset")) draft.Put(field.Name, field.Get(usual.Body));
        }
    }

    private static int Pick(char name, int a, int b, int c) => name switch { 'A' => a, 'B' => b, _ => c };
}
