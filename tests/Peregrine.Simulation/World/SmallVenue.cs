using Peregrine.Bench;
using Peregrine.Core;

namespace Peregrine.Simulation.World;

/// <summary>The commands that make a small venue with one open market and funded accounts; each list is one group.</summary>
internal static class SmallVenue
{
    public const int Accounts = 8;
    public const ushort Market = 1;

    public static readonly Genesis Capacities = Genesis.Default with
    {
        AccountsMax = 64,
        PositionsMax = 64,
        OrdersMax = 512,
        TriggersMax = 64,
        TwapsMax = 8,
        GroupsMax = 16,
        HoldingsMax = 16,
        KeysMax = 8,
        ClientIdsMax = 2048,
        RequestKeysMax = 2048,
        DepositKeysMax = 16 * 1024,
        WithdrawalsMax = 16,
        DeadMansMax = 16,
        MarketsMax = 2,
        AssetsMax = 2,
        LadderTicks = 256,
    };

    public static List<Command[]> Groups() => Groups(in Capacities, openOrders: 200);

    /// <param name="capacities">What the venue has room for.</param>
    /// <param name="openOrders">The most that one account has in the market.</param>
    public static List<Command[]> Groups(in Genesis capacities, ushort openOrders)
    {
        List<Command[]> groups =
        [
            [Command.Of(in capacities)],
            Listing(openOrders),
            [Command.Of(new SetFeeTier { MakerPpb = 150_000, TakerPpb = 450_000 })],
            [Command.Of(new SetMarketState { Market = Market, State = MarketState.PreOpen })],
            [Command.Of(new SetPrices { Market = Market, Index = new(10_000_000), Mark = new(10_000_000), State = PriceState.Fresh })],
            [Command.Of(new SetMarketState { Market = Market, State = MarketState.Open })],
        ];
        for (int i = 1; i <= Accounts; i++)
        {
            groups.Add([Command.Of(new CreateAccount { Request = new(1, (ulong)i) })]);
            groups.Add([Command.Of(new Deposit { Source = new(2, (ulong)i), Amount = 1_000_000_000_000, Asset = 1 }, account: i)]);
        }
        return groups;
    }

    private static Command[] Listing(ushort openOrders) =>
    [
        Command.Of(WideMarket.Terms with { OpenOrdersMax = openOrders }),
        Command.Of(WideMarket.Tiers[0]),
        Command.Of(default(OpenMarket)),
    ];
}
