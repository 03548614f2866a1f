using System.Globalization;

namespace Peregrine.Bench.Engine.Risk;

/// <summary>What a price costs that reaches nobody, while every account is cross and has positions in three markets.</summary>
/// <remarks>How many positions there are must not show: whose figures a price may have brought to a line is found without looking at the others.</remarks>
internal static class CrossUpdates
{
    private const int Markets = 3, Makers = 100, Lots = 100, Updates = 20_000, Warm = 2_000;
    private const int Small = Venue.Mark / 10_000;

    public static void Run(Scale scale, TextWriter output)
    {
        output.WriteLine($"\n### cross: a price that reaches nobody, accounts with positions in {Markets} markets\n");
        output.WriteLine("| positions | accounts | median us | p99 us | longest us | checksum |");
        output.WriteLine("|---|---|---|---|---|---|");
        scale.Warm(() => Row(scale.Sizes[0], scale));
        foreach (int size in scale.Sizes) output.WriteLine(Row(size, scale));
    }

    private static string Row(int size, Scale scale)
    {
        int accounts = size / Markets;
        var venue = new Venue(scale.RoomFor(size + Markets * Makers));
        venue.OpenMarket("ETH-PERP");
        venue.OpenMarket("SOL-PERP");
        venue.OpenAccounts(accounts + Makers);
        for (int account = 1; account <= accounts; account++)
        {
            int maker = accounts + 1 + account % Makers;
            // Long in one, short in another, as accounts are.
            for (int market = 1; market <= Markets; market++)
            {
                if ((account + market) % 2 == 0) venue.Trade(account, maker, Venue.Mark, Lots, market);
                else venue.Trade(maker, account, Venue.Mark, Lots, market);
            }
        }
        var timings = new Timings();
        var draw = new Draw(1);
        for (int i = -Warm; i < Updates; i++)
        {
            long mark = (Venue.Mark - Small + draw.Below(2 * Small)) * 1000L;
            int market = 1 + draw.Below(Markets);
            if (i < 0) venue.SetMark(mark, market);
            else timings.Time(() => venue.SetMark(mark, market));
        }
        if (venue.State.Cases.Count != 0) throw new WrongWorkException("A price that should reach nobody liquidated somebody.");
        return string.Create(CultureInfo.InvariantCulture,
            $"| {accounts * Markets} | {accounts} | {timings.At(0.5):0.00} | {timings.At(0.99):0.00} | {timings.LongestUs:0.0} | {venue.Checksum:x16} |");
    }
}
