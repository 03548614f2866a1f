using System.Globalization;

namespace Peregrine.Bench.Engine.Risk;

/// <summary>A bankrupt pot that nobody but the other side can take: what the last resort costs by who stands there, and by who stands elsewhere.</summary>
internal static class DeleverageCost
{
    private const int Lots = 100, Leverage = 100, Failing = 5;
    private const int Crash = Venue.Mark * 2 / 100;

    public static void Run(Scale scale, TextWriter output)
    {
        output.WriteLine("\n### adl: a bankrupt position is closed against the other side\n");
        output.WriteLine("| positions here | positions in another market | us a deleveraging: median of 5 | ns for each on the other side | checksum |");
        output.WriteLine("|---|---|---|---|---|");
        scale.Warm(() => Row(scale.Sizes[0], 0, scale));
        foreach (int size in scale.Sizes) output.WriteLine(Row(size, 0, scale));
        output.WriteLine(Row(scale.Sizes[0], scale.Largest - scale.Sizes[0], scale));
    }

    private static string Row(int here, int elsewhere, Scale scale)
    {
        var venue = new Venue(scale.RoomFor(here + elsewhere + 4));
        int other = venue.OpenMarket("ETH-PERP");
        int accounts = Math.Max(here, elsewhere);
        venue.OpenAccounts(accounts + 2);
        Open(venue, here, Venue.Market, accounts);
        Open(venue, elsewhere, other, accounts);
        var timings = new Timings();
        long lots = 0;
        for (int account = 1; account <= 2 * Failing; account += 2)
        {
            // One at a time: each is bankrupt when it is the only pot with so little margin, and then the price comes back.
            venue.Isolate(account, Leverage);
            venue.Trade(account, accounts + 1, Venue.Mark, Lots);
            lots += Lots;
            timings.Time(() => venue.SetMark((Venue.Mark - Crash) * 1000L));
            timings.TimeRest(venue);
            if (venue.State.Positions[venue.State.FindPosition(account, Venue.Market)].Size.Value != 0) throw new WrongWorkException("The bankrupt position was not closed.");
            venue.SetMark(Venue.Mark * 1000L);
        }
        double median = timings.At(0.5);
        return string.Create(CultureInfo.InvariantCulture, $"| {here} | {elsewhere} | {median:0} | {median * 2000 / here:0} | {venue.Checksum:x16} |");
    }

    // Pairs; those who will fail have none.
    private static void Open(Venue venue, int positions, int market, int accounts)
    {
        for (int account = 2 * Failing + 1; account < positions; account += 2)
        {
            if (account + 1 <= accounts) venue.Trade(account, account + 1, Venue.Mark, Lots, market);
        }
    }
}
