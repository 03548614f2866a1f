using Peregrine.Core;

namespace Peregrine.Engine.Tests.Snapshots;

/// <summary>Pairs of accounts that trade with each other alone, each pair in a market of its own.</summary>
internal static class Pairs
{
    public const int Count = 4;
    private const long Start = 1_700_000_000_000_000_000;

    /// <summary>What one pair does, in its order.</summary>
    public static List<Command> Script(ref Rng rng, int pair, int length)
    {
        List<Command> commands = [];
        for (int i = 0; i < length; i++)
        {
            PlaceOrder order = new()
            {
                Market = (ushort)(pair + 1),
                Type = OrderType.Limit,
                Side = rng.Chance(50) ? Side.Buy : Side.Sell,
                Tif = rng.Chance(80) ? TimeInForce.Gtc : TimeInForce.Ioc,
                Price = new(rng.Between(9_950, 10_050)),
                Qty = new(rng.Between(1, 50)),
                Display = rng.Chance(10) ? new(1) : default,
            };
            commands.Add(Command.Of(in order, account: 2 * pair + 1 + (int)rng.Below(2)));
        }
        return commands;
    }

    /// <summary>The scripts in some common order; each keeps its own.</summary>
    public static List<Command> Interleave(ref Rng rng, List<Command>[] scripts)
    {
        int[] next = new int[scripts.Length];
        List<Command> all = [];
        while (all.Count < scripts.Sum(s => s.Count))
        {
            int pick = (int)rng.Below(scripts.Length);
            if (next[pick] < scripts[pick].Count) all.Add(scripts[pick][next[pick]++]);
        }
        return all;
    }

    /// <summary>What every account has in the end, as text.</summary>
    public static string Money(List<Command> commands)
    {
        Engine engine = new(new EventWriter());
        long seq = 0;
        foreach (Command command in World().Concat(commands))
        {
            Command stamped = command;
            stamped.Header.Seq = ++seq;
            stamped.Header.TimeNs = Start;
            engine.Apply(in stamped);
        }
        engine.CheckInvariants();
        Xunit.Assert.All(Enumerable.Range(1, Count), market => Xunit.Assert.True(engine.State!.Markets[market].Last.Value > 0));
        return Read(engine);
    }

    private static string Read(Engine engine)
    {
        List<string> lines = [];
        for (int id = 1; id <= 2 * Count; id++)
        {
            lines.Add($"{id}: {engine.State!.Accounts[id].Cash}");
            for (int slot = engine.State.Accounts[id].FirstPosition; slot != 0; slot = engine.State.Positions[slot].Next)
            {
                ref State.Position position = ref engine.State.Positions[slot];
                lines.Add($"  {position.Market} {position.Size} {position.Cost} {position.BuyNotional} {position.SellNotional} {position.OpenOrders}");
            }
        }
        return string.Join('\n', lines);
    }

    private static IEnumerable<Command> World()
    {
        yield return Command.Of(Genesis.Default with { AccountsMax = 64, PositionsMax = 64, OrdersMax = 4096, ClientIdsMax = 64, LadderTicks = 256 });
        yield return Command.Of(new SetFeeTier { MakerPpb = -20_000, TakerPpb = 500_000 });
        for (ushort market = 1; market <= Count; market++)
        {
            Command[] group = Accounts.Venue.ListingOf(Accounts.Venue.Btc with { Symbol = Symbol.Parse($"M{market}") }, (0, 10_000_000, 5_000_000));
            for (int i = 0; i < group.Length; i++)
            {
                (group[i].Header.GroupIndex, group[i].Header.GroupCount) = ((ushort)i, (ushort)group.Length);
                yield return group[i];
            }
            yield return Command.Of(new SetMarketState { Market = market, State = MarketState.PreOpen });
            yield return Command.Of(new SetPrices { Market = market, Index = new(10_000_000), Mark = new(10_000_000), State = PriceState.Fresh });
            yield return Command.Of(new SetMarketState { Market = market, State = MarketState.Open });
        }
        for (int i = 0; i < 2 * Count; i++)
        {
            yield return Command.Of(new CreateAccount());
            yield return Command.Of(new Deposit { Source = new RequestKey(1, (ulong)i), Amount = 100_000_000_000, Asset = 1 }, account: i + 1);
        }
    }
}
