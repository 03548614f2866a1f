using System.Globalization;
using Peregrine.Core;

namespace Peregrine.Bench.Engine.Risk;

/// <summary>Thousands of trailing stops that follow one peak and fire on one fall, each into an order of its own.</summary>
internal static class TrailingBurst
{
    private const int Makers = 100, Levels = 50, CallbackPpb = 10_000_000;
    private const int Peak = Venue.Mark + Venue.Mark / 100, Fallen = Venue.Mark - Venue.Mark / 100;

    public static void Run(Scale scale, TextWriter output)
    {
        output.WriteLine($"\n### trail: {scale.Burst} trailing stops follow a peak and fire on one price\n");
        output.WriteLine("| stops | new high, us | ms to the last fill | commands | longest command, ms | ns a stop | checksum |");
        output.WriteLine("|---|---|---|---|---|---|---|");
        scale.Warm(() => Row(scale.Burst / 10, scale));
        for (int count = scale.Burst / 10; count <= scale.Burst; count *= 10) output.WriteLine(Row(count, scale));
    }

    private static string Row(int count, Scale scale)
    {
        var venue = new Venue(scale.RoomFor(2 * count + Makers));
        venue.OpenAccounts(count + Makers);
        for (int account = 1; account <= count; account++)
        {
            venue.Trade(account, count + 1 + account % Makers, Venue.Mark, 1);
            ref PlaceOrder stop = ref venue.BeginTrigger(account, Side.Sell, TriggerKind.Trailing, lots: 1);
            (stop.CallbackPpb, stop.Flags) = (CallbackPpb + account % 1000, OrderFlags.ReduceOnly);
            venue.Apply();
        }
        for (int i = 0; i < count; i++) venue.Place(count + 1 + i % Makers, Side.Buy, Fallen - 1 - i % Levels, 1);
        var high = new Timings();
        high.Time(() => venue.SetMark(Peak * 1000L));
        if (venue.State.Triggers.Triggers.Count != count) throw new WrongWorkException("A trailing stop fired on a new high.");
        var fall = new Timings();
        fall.Time(() => venue.SetMark(Fallen * 1000L));
        fall.TimeRest(venue);
        if (venue.State.Triggers.Triggers.Count != 0 || venue.State.Orders.Count != 0) throw new WrongWorkException("Not every trailing stop was filled by the order that waited for it.");
        return string.Create(CultureInfo.InvariantCulture,
            $"| {count} | {high.TotalUs:0.0} | {fall.TotalUs / 1000:0.0} | {fall.Count} | {fall.LongestUs / 1000:0.00} | {fall.TotalUs * 1000 / count:0} | {venue.Checksum:x16} |");
    }
}
