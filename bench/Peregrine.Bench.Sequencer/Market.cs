using Peregrine.Core;

namespace Peregrine.Bench.Sequencer;

/// <summary>The venue of the workload: one market, 2,000 accounts, bounds so wide that nothing but the book decides.</summary>
internal static class Market
{
    public const int Accounts = 2000;
    public const ushort Id = 1;

    public static IEnumerable<Command[]> Groups(int ordersMax, int accounts = Accounts)
    {
        yield return [Command.Of(Genesis.Default with { OrdersMax = ordersMax, AccountsMax = accounts, PositionsMax = accounts, ClientIdsMax = 1 })];
        yield return
        [
            Command.Of(WideMarket.Terms),
            Command.Of(WideMarket.Tiers[0]),
            Command.Of(default(OpenMarket)),
        ];
        yield return [Command.Of(new SetFeeTier { MakerPpb = 150_000, TakerPpb = 450_000 })];
        yield return [Command.Of(new SetMarketState { Market = Id, State = MarketState.PreOpen })];
        yield return [Command.Of(new SetPrices { Market = Id, Index = new(100_000_000), Mark = new(100_000_000), State = PriceState.Fresh })];
        yield return [Command.Of(new SetMarketState { Market = Id, State = MarketState.Open })];
        for (int i = 1; i <= accounts; i++)
        {
            yield return [Command.Of(new CreateAccount { Request = new(1, (ulong)i) })];
            yield return [Command.Of(new Deposit { Source = new(2, (ulong)i), Amount = 1L << 44, Asset = 1 }, account: i)];
        }
    }
}
