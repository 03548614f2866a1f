using Peregrine.Core;

namespace Peregrine.Bench.Sequencer;

/// <summary>The venue of the workload: one market, 2,000 accounts, bounds so wide that nothing but the book decides.</summary>
internal static class Market
{
    public const int Accounts = 2000;
    public const ushort Id = 1;

    public static IEnumerable<Command[]> Groups(int ordersMax)
    {
        yield return [Command.Of(Genesis.Default with { OrdersMax = ordersMax, AccountsMax = Accounts, PositionsMax = Accounts, ClientIdsMax = 1 })];
        yield return
        [
            Command.Of(new ListMarket
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
            }),
            Command.Of(new SetTier { ImrPpb = 10_000_000, MmrPpb = 5_000_000 }),
            Command.Of(default(OpenMarket)),
        ];
        yield return [Command.Of(new SetFeeTier { MakerPpb = 150_000, TakerPpb = 450_000 })];
        yield return [Command.Of(new SetMarketState { Market = Id, State = MarketState.PreOpen })];
        yield return [Command.Of(new SetPrices { Market = Id, Index = new(100_000_000), Mark = new(100_000_000), State = PriceState.Fresh })];
        yield return [Command.Of(new SetMarketState { Market = Id, State = MarketState.Open })];
        for (int i = 1; i <= Accounts; i++)
        {
            yield return [Command.Of(new CreateAccount { Request = new(1, (ulong)i) })];
            yield return [Command.Of(new Deposit { Source = new(2, (ulong)i), Amount = 1L << 44, Asset = 1 }, account: i)];
        }
    }
}
