using System.Globalization;
using Peregrine.Core;

namespace Peregrine.Bench.Engine;

/// <summary>What an account's own orders cost its own trades: the one thing whose number a command may walk, and here is how far.</summary>
internal static class OwnOrders
{
    private const int Holder = 1, Maker = 2, Held = 1 << 20, Far = 1000, Levels = 1000, Pieces = 16;
    /// <summary>Of a venue's sizes: nobody has a million orders in one market.</summary>
    private const int Share = 100;

    private static readonly (string What, bool Waits, bool Reduces)[] Rows =
    [
        ("orders rest", false, false),
        ("orders rest, one may only reduce", false, true),
        ("stops wait", true, false),
        ("stops wait, one exits the position", true, true),
    ];

    public static void Run(Scale scale, TextWriter output)
    {
        scale.Warm(() =>
        {
            foreach ((_, bool waits, bool reduces) in Rows) Measure(10, waits, reduces, scale);
        });
        int[] counts = [.. scale.Sizes.Select(s => s / Share)];
        output.WriteLine("\n### own: ns of a trade for an account that has so many orders of its own in the market\n");
        output.WriteLine($"| own orders | {string.Join(" | ", counts)} |\n|---{string.Concat(Enumerable.Repeat("|---", counts.Length))}|");
        foreach ((string what, bool waits, bool reduces) in Rows)
        {
            IEnumerable<string> cells = counts.Select(count => Measure(count, waits, reduces, scale).ToString("0", CultureInfo.InvariantCulture));
            output.WriteLine($"| {what} | {string.Join(" | ", cells)} |");
        }
    }

    private static double Measure(int count, bool waits, bool reduces, Scale scale)
    {
        var venue = new Venue((scale with { Fits = true }).RoomFor(count));
        venue.OpenAccounts(2);
        venue.Place(Maker, Side.Sell, Venue.Mark, Held);
        venue.Place(Holder, Side.Buy, Venue.Mark, Held, TimeInForce.Ioc);
        for (int i = 0; i < count; i++)
        {
            if (waits) Wait(venue, Venue.Mark - Far - i % Levels);
            else venue.Place(Holder, Side.Buy, Venue.Mark - Far - i % Levels, 1);
        }
        if (reduces) Reduce(venue, waits);

        var clock = new PieceClock(1, Pieces);
        for (int pass = 0; pass <= scale.Passes; pass++)
        {
            for (int piece = 0; piece < Pieces; piece++)
            {
                for (int i = 0; i < scale.Piece; i++) venue.Place(Maker, Side.Sell, Venue.Mark, 1);
                clock.BeginPiece(piece);
                clock.Start();
                for (int i = 0; i < scale.Piece; i++) venue.Place(Holder, Side.Buy, Venue.Mark, 1, TimeInForce.Ioc);
                clock.Stop(0, scale.Piece);
            }
        }
        return clock.MedianNs(0);
    }

    private static void Wait(Venue venue, int price)
    {
        venue.BeginTrigger(Holder, Side.Sell, TriggerKind.Stop, lots: 1).TriggerPrice = new(price);
        venue.Apply();
    }

    private static void Reduce(Venue venue, bool waits)
    {
        if (waits)
        {
            ref PlaceOrder exit = ref venue.BeginTrigger(Holder, Side.Sell, TriggerKind.TakeProfit, lots: 0);
            exit.Flags = OrderFlags.PositionExit;
            exit.TriggerPrice = new(Venue.Mark + Far);
        }
        else venue.BeginLimit(Holder, Side.Sell, Venue.Mark + Far, 1).Flags = OrderFlags.ReduceOnly;
        venue.Apply();
    }
}
