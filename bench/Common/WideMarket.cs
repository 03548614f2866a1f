using Peregrine.Core;

namespace Peregrine.Bench;

/// <summary>The market of the benches and of the simulation: bounds so wide that nothing but books, margin and triggers decides.</summary>
/// <remarks>A file that each of them compiles: what they measure stays comparable only while it is one listing.</remarks>
internal static class WideMarket
{
    public static ListMarket Terms => new()
    {
        Symbol = Symbol.Parse("BTC-PERP"),
        TickE9 = 100_000_000,
        LotE9 = 10_000,
        PriceMax = new(1_000_000),
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
        TriggerOrdersMax = 100,
        ReduceOnlyMax = 50,
    };

    /// <summary>The specification's example of margin tiers.</summary>
    public static SetTier[] Tiers { get; } =
    [
        new() { ImrPpb = 10_000_000, MmrPpb = 5_000_000 },
        new() { Floor = new(50_000_000_000), ImrPpb = 20_000_000, MmrPpb = 10_000_000 },
        new() { Floor = new(500_000_000_000), ImrPpb = 50_000_000, MmrPpb = 25_000_000 },
        new() { Floor = new(2_500_000_000_000), ImrPpb = 100_000_000, MmrPpb = 50_000_000 },
        new() { Floor = new(10_000_000_000_000), ImrPpb = 200_000_000, MmrPpb = 100_000_000 },
    ];
}
