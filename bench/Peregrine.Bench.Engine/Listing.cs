using Peregrine.Core;

namespace Peregrine.Bench.Engine;

/// <summary>The market of every venue here: five margin tiers, and bounds so wide that nothing but books, margin and triggers decides.</summary>
internal static class Listing
{
    private static readonly SetTier[] Tiers =
    [
        new() { ImrPpb = 10_000_000, MmrPpb = 5_000_000 },
        new() { Floor = new(50_000_000_000), ImrPpb = 20_000_000, MmrPpb = 10_000_000 },
        new() { Floor = new(500_000_000_000), ImrPpb = 50_000_000, MmrPpb = 25_000_000 },
        new() { Floor = new(2_500_000_000_000), ImrPpb = 100_000_000, MmrPpb = 50_000_000 },
        new() { Floor = new(10_000_000_000_000), ImrPpb = 200_000_000, MmrPpb = 100_000_000 },
    ];

    public static void Into(Venue venue)
    {
        int members = Tiers.Length + 2;
        venue.Begin<ListMarket>() = Terms;
        venue.Apply(0, members);
        for (int i = 0; i < Tiers.Length; i++)
        {
            venue.Begin<SetTier>() = Tiers[i];
            venue.Apply(i + 1, members);
        }
        venue.Begin<OpenMarket>();
        venue.Apply(members - 1, members);
    }

    private static ListMarket Terms => new()
    {
        Symbol = Symbol.Parse("BTC-PERP"),
        TickE9 = 100_000_000,
        LotE9 = 10_000,
        PriceMax = new(Venue.PriceMax),
        PositionMax = new(1L << 38),
        QtyMin = new(1),
        QtyMax = new(1L << 30),
        MarketQtyMax = new(1L << 30),
        OiCap = new(1L << 50),
        BandUpPpb = 1_000_000_000,
        BandDownPpb = 1_000_000_000,
        ExecRangePpb = 1_000_000_000,
        SlipMaxPpb = 50_000_000,
        ProfitWeightPpb = 1_000_000_000,
        LeverageMax = 100,
        OpenOrdersMax = ushort.MaxValue,
        TriggerOrdersMax = ushort.MaxValue,
        ReduceOnlyMax = 50,
    };
}
