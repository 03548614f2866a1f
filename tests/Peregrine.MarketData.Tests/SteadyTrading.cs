using Peregrine.Bench;
using Peregrine.Core;

namespace Peregrine.MarketData.Tests;

/// <summary>A small market that never grows: quotes that move about, are hit, and are taken back.</summary>
internal static class SteadyTrading
{
    private const int Levels = 20;

    public static List<byte[]> Events(Venue venue, int rounds)
    {
        List<byte[]> told = [];
        long seq = 0;
        void Do(Command command, int index = 0, int count = 0)
        {
            (command.Header.Seq, command.Header.TimeNs) = (++seq, 1_700_000_000_000_000_000 + seq * 1_000_000);
            (command.Header.GroupIndex, command.Header.GroupCount) = ((ushort)index, (ushort)count);
            byte[] events = venue.Apply(in command).ToArray();
            if (events.Length > 0) told.Add(events);
        }

        Do(Command.Of(Genesis.Default with { AccountsMax = 8, PositionsMax = 8, OrdersMax = 4096, TriggersMax = 64, TwapsMax = 64, ClientIdsMax = 64, MarketsMax = 2, LadderTicks = 1024 }));
        Do(Command.Of(WideMarket.Terms with { OpenOrdersMax = 4096 }), 0, 3);
        Do(Command.Of(WideMarket.Tiers[0]), 1, 3);
        Do(Command.Of(default(OpenMarket)), 2, 3);
        Do(Command.Of(new SetFeeTier { MakerPpb = 150_000, TakerPpb = 450_000 }));
        Do(Command.Of(new SetMarketState { Market = 1, State = MarketState.PreOpen }));
        Do(Command.Of(new SetPrices { Market = 1, Index = new(5_000_000), Mark = new(5_000_000), State = PriceState.Fresh }));
        Do(Command.Of(new SetMarketState { Market = 1, State = MarketState.Open }));
        for (int i = 1; i <= 3; i++)
        {
            Do(Command.Of(new CreateAccount { Request = new(1, (ulong)i) }));
            Do(Command.Of(new Deposit { Source = new(2, (ulong)i), Amount = 1L << 44, Asset = 1 }, account: i));
        }
        Rng rng = new(5);
        for (int round = 0; round < rounds; round++)
        {
            Side side = rng.Chance(50) ? Side.Buy : Side.Sell;
            long price = 5_000 - side.Sign() * (1 + rng.Below(Levels));
            Do(Command.Of(Order(side, price, 1 + rng.Below(9), TimeInForce.Gtc), account: 1 + rng.Below(2)));
            // Both sides in turn, so that nobody's position runs away.
            if (rng.Chance(40)) Do(Command.Of(Order(round % 2 == 0 ? Side.Buy : Side.Sell, round % 2 == 0 ? 5_030 : 4_970, 8, TimeInForce.Ioc), account: 3));
            if (round % 40 == 39) Do(Command.Of(new MassCancel(), account: 1 + round / 40 % 2));
        }
        return told;
    }

    private static PlaceOrder Order(Side side, long price, long qty, TimeInForce tif) =>
        new() { Market = 1, Type = OrderType.Limit, Side = side, Tif = tif, Price = new(price), Qty = new(qty) };
}
