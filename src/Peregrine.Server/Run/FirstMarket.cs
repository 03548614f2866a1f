using Peregrine.Core;

namespace Peregrine.Server.Run;

/// <summary>A market that a new venue begins with: its grid, its class (domain §18), and the price by which its sizes are measured and which is its first.</summary>
/// <param name="Name">As it is listed.</param>
/// <param name="Class">A for the largest, C for the smallest.</param>
/// <param name="TickE9">Billionths of a dollar.</param>
/// <param name="LotE9">Billionths of the base.</param>
/// <param name="FirstTicks">The first price.</param>
internal sealed record FirstMarket(string Name, char Class, long TickE9, long LotE9, long FirstTicks)
{
    private const long Usd = 1_000_000;
    private const int Percent = 10_000_000;
    private const long SecondNs = 1_000_000_000;

    public static readonly IReadOnlyList<FirstMarket> All =
    [
        new("BTC-PERP", 'A', 100_000_000, 10_000, 600_000),
        new("ETH-PERP", 'A', 10_000_000, 100_000, 300_000),
        new("SOL-PERP", 'B', 10_000_000, 10_000_000, 15_000),
        new("ADA-PERP", 'C', 100_000, 1_000_000_000, 5_000),
        new("DOT-PERP", 'C', 1_000_000, 100_000_000, 5_000),
        new("LINK-PERP", 'C', 1_000_000, 100_000_000, 15_000),
    ];

    /// <summary>Its backstop's largest position: 1 % of the cap of open interest.</summary>
    public Micros BackstopCap => new(OiCapDollars * Usd / 100);

    /// <summary>What its backstop is given, with which it carries that position at 5x.</summary>
    public Micros BackstopAllotment => new(BackstopCap.Value / 5);

    /// <summary>What its insurance begins with.</summary>
    public Micros Insurance => new(Pick(250_000, 100_000, 25_000) * Usd);

    public Subticks FirstPrice => new(FirstTicks * Subticks.PerTick);

    private long OiCapDollars => Pick(1_000_000_000, 250_000_000, 25_000_000);

    private long TickLotValue => TickE9 * LotE9 / 1_000_000_000_000;

    /// <summary>The group that lists it.</summary>
    public Command[] Listing()
    {
        List<Command> group = [Command.Of(Terms())];
        foreach ((long floor, int imr, int mmr) in Tiers()) group.Add(Command.Of(new SetTier { Floor = new Micros(floor * Usd), ImrPpb = imr * (Percent / 10), MmrPpb = mmr * (Percent / 10) }));
        group.Add(Command.Of(default(OpenMarket)));
        return [.. group];
    }

    public Command Move(ushort market, MarketState state) => Command.Of(new SetMarketState { Market = market, State = state, Reason = 1 });

    /// <summary>Index and mark by hand.</summary>
    public Command Price(ushort market) => Command.Of(new SetPrices { Market = market, Index = FirstPrice, Mark = FirstPrice, State = PriceState.Fresh });

    /// <summary>The group that gives it its sources, and funding.</summary>
    public Command[] Sources(ushort market) => FirstSources.Group(new SetPriceRules
    {
        Market = market,
        MaxAgeNs = 5 * SecondNs,
        MinRestNs = SecondNs,
        MaxConfPpb = Percent / 2,
        MaxDevPpb = (int)Pick(15, 30, 50) * (Percent / 10),
        JumpPpb = (int)Pick(5, 10, 15) * Percent,
        MarkBandPpb = (int)Pick(1, 2, 8) * Percent,
        FundingCapPpb = (int)Pick(25, 50, 100) * (Percent / 100),
        FundingCap8Ppb = (int)Pick(2, 4, 8) * Percent,
        InterestPpb = Percent / 100,
        InterestBandPpb = Percent / 20,
        MinSources = FirstSources.Least,
    });

    public Command Liquidation(ushort market) => Command.Of(new SetLiquidation
    {
        Market = market,
        SlipPpb = (int)Pick(2, 4, 6) * Percent,
        FeePpb = (int)Pick(20, 35, 100) * (Percent / 100),
        AllowancePpb = 55 * (Percent / 1000),
    });

    private ListMarket Terms() => new()
    {
        Symbol = Symbol.Parse(Name),
        TickE9 = TickE9,
        LotE9 = LotE9,
        // Room for a rise to twenty times the first price.
        PriceMax = new Ticks(FirstTicks * 20),
        PositionMax = Worth(200_000_000),
        QtyMin = new Lots(1),
        QtyMax = Worth(10_000_000),
        MarketQtyMax = Worth(2_000_000),
        NotionalMin = new Micros(5 * Usd),
        OiCap = Worth(OiCapDollars),
        BandUpPpb = (int)Pick(10, 15, 25) * Percent,
        BandDownPpb = (int)Pick(10, 15, 25) * Percent,
        ExecRangePpb = (int)Pick(3, 6, 10) * Percent,
        SlipMaxPpb = 5 * Percent,
        GroupOiSharePpb = (int)Pick(10, 10, 20) * Percent,
        ProfitWeightPpb = (int)Pick(100, 80, 50) * Percent,
        LeverageMax = (ushort)Pick(100, 50, 10),
        OpenOrdersMax = 200,
        TriggerOrdersMax = 100,
        ReduceOnlyMax = 50,
    };

    // Floors in dollars, initial and maintenance rates in tenths of a percent.
    private (long Floor, int Imr, int Mmr)[] Tiers() => Class switch
    {
        'A' => [(0, 10, 5), (50_000, 20, 10), (500_000, 50, 25), (2_500_000, 100, 50), (10_000_000, 200, 100)],
        'B' => [(0, 20, 10), (50_000, 40, 20), (500_000, 100, 50), (2_500_000, 200, 100)],
        _ => [(0, 100, 50), (50_000, 200, 100), (500_000, 500, 250)],
    };

    private Lots Worth(long dollars) => new(dollars * Usd / (FirstTicks * TickLotValue));

    private long Pick(long a, long b, long c) => Class switch { 'A' => a, 'B' => b, _ => c };
}
