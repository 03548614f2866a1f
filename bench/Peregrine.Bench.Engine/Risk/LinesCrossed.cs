using System.Globalization;

namespace Peregrine.Bench.Engine.Risk;

/// <summary>What a price costs that brings k accounts below a warning line, of many that it does not reach: the cost must follow k.</summary>
internal static class LinesCrossed
{
    private const int Makers = 100, Lots = 100, FarLeverage = 20, Rounds = 9;

    public static void Run(Scale scale, TextWriter output)
    {
        output.WriteLine("\n### lines: a price that brings k accounts below a line of their margin\n");
        output.WriteLine("| isolated positions | k | us: median of 9 | ns for each of k | checksum |");
        output.WriteLine("|---|---|---|---|---|");
        scale.Warm(() => Row(scale.Sizes[0], 1, scale));
        foreach (int size in scale.Sizes)
        {
            foreach (int near in new[] { 1, 10, 100, 1_000 }.Where(k => k <= size / 2)) output.WriteLine(Row(size, near, scale));
        }
    }

    private static string Row(int size, int near, Scale scale)
    {
        var venue = new Venue(scale.RoomFor(size + Makers));
        venue.OpenAccounts(size + Makers);
        for (int account = 1; account <= size; account++)
        {
            // Each round has k of its own, nearer than those of the next: with a hundredth of margin, half of it needed, a line comes after 0.25 %.
            bool isNear = account <= Rounds * near && account <= size / 2;
            venue.Isolate(account, isNear ? 100 - 5 * ((account - 1) / near) : FarLeverage);
            venue.Trade(account, size + 1 + account % Makers, Venue.Mark, Lots);
        }
        var timings = new Timings();
        int before = Warned(venue, size);
        if (before != 0) throw new WrongWorkException("Somebody was warned before the price moved.");
        for (int round = 0; round < Rounds && (round + 1) * near <= size / 2; round++)
        {
            long mark = MarkAt(100 - 5 * round);
            timings.Time(() => venue.SetMark(mark));
            if (Warned(venue, size) != (round + 1) * near) throw new WrongWorkException($"Round {round}: {Warned(venue, size)} accounts are below their line, {(round + 1) * near} should be.");
        }
        double median = timings.At(0.5);
        return string.Create(CultureInfo.InvariantCulture, $"| {size} | {near} | {median:0.0} | {median * 1000 / near:0} | {venue.Checksum:x16} |");
    }

    // Of the value at first, equity is 1/leverage − fall and the first line 1.5 · 0.5 % · (1 − fall): thirty millionths past where they meet.
    private static long MarkAt(int leverage) => Venue.Mark * 1000L - (long)Venue.Mark * ((1_000_000 / leverage - 7_500) * 10_000 / 9_925 + 30) / 1000;

    private static int Warned(Venue venue, int size)
    {
        int warned = 0;
        for (int slot = 1; slot <= venue.State.Positions.HighWater; slot++)
        {
            if (venue.State.Positions[slot].Account is > 0 and int account && account <= size && venue.State.Positions[slot].Warnings != 0) warned++;
        }
        return warned;
    }
}
