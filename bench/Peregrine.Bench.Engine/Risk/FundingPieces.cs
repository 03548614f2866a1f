using System.Globalization;
using Peregrine.Core;

namespace Peregrine.Bench.Engine.Risk;

/// <summary>An hour's funding of many positions, paid in pieces: how long the longest piece holds everything else up.</summary>
internal static class FundingPieces
{
    private const int Makers = 100, Lots = 100;
    private const long Depth = 100_000;

    public static void Run(Scale scale, TextWriter output)
    {
        output.WriteLine("\n### funding: an hour is paid, in pieces\n");
        output.WriteLine("| positions | ms in all | pieces | p99 piece, us | longest piece, us | ns a position | checksum |");
        output.WriteLine("|---|---|---|---|---|---|---|");
        scale.Warm(() => Row(scale.Sizes[0], scale));
        foreach (int size in scale.Sizes) output.WriteLine(Row(size, scale));
    }

    private static string Row(int size, Scale scale)
    {
        var venue = new Venue(scale.RoomFor(size + Makers + 1));
        int market = venue.OpenMarket("ETH-PERP", id => FeedByOneSource(venue, id));
        venue.OpenAccounts(size + Makers + 1);
        for (int account = 1; account <= size; account++)
        {
            venue.Trade(account, size + 1 + account % Makers, Venue.Mark, Lots, market);
            // Prices grow old while the positions are opened.
            if (account % 1000 == 0) Sample(venue, market);
        }
        // Somebody pays a premium for the whole hour.
        int maker = size + Makers + 1;
        venue.Place(maker, Side.Buy, Venue.Mark + 1_000, Depth, market: market);
        venue.Place(maker, Side.Sell, Venue.Mark + 1_100, Depth, market: market);
        for (int i = 0; i < 3; i++) Second(venue, market);
        venue.Tick(3_600 * Venue.Second - venue.NowNs % (3_600 * Venue.Second));
        int epoch = venue.State.Markets[market].FundingEpoch;
        var timings = new Timings();
        timings.Time(() => Sample(venue, market));
        timings.TimeRest(venue);
        for (int i = 0; i < 3 && venue.State.Markets[market].FundingEpoch == epoch; i++)
        {
            venue.Tick(Venue.Second);
            timings.TimeRest(venue);
        }
        int unpaid = 0;
        for (int slot = 1; slot <= venue.State.Positions.HighWater; slot++)
        {
            ref readonly var position = ref venue.State.Positions[slot];
            if (position.Size.Value != 0 && (position.FundingEpoch == 0 || position.FundingPaid.Value == 0)) unpaid++;
        }
        if (unpaid != 0) throw new WrongWorkException($"{unpaid} positions did not pay or receive funding.");
        return string.Create(CultureInfo.InvariantCulture,
            $"| {size + Makers} | {timings.TotalUs / 1000:0.0} | {timings.Count} | {timings.At(0.99):0} | {timings.LongestUs:0} | {timings.TotalUs * 1000 / (size + Makers):0} | {venue.Checksum:x16} |");
    }

    private static void FeedByOneSource(Venue venue, int market)
    {
        venue.Begin<SetPriceRules>() = new SetPriceRules
        {
            Market = (ushort)market,
            MinSources = 1,
            MaxAgeNs = 5 * Venue.Second,
            MaxConfPpb = 5_000_000,
            MaxDevPpb = 15_000_000,
            JumpPpb = 50_000_000,
            MarkBandPpb = 10_000_000,
            FundingCapPpb = 2_500_000,
            FundingCap8Ppb = 20_000_000,
            InterestPpb = 100_000,
            InterestBandPpb = 500_000,
        };
        venue.Apply(0, 2);
        venue.Begin<SetSource>() = new SetSource { Source = 1, Weight = 10 };
        venue.Apply(1, 2);
        Sample(venue, market);
    }

    private static void Second(Venue venue, int market)
    {
        venue.Tick(Venue.Second);
        Sample(venue, market);
    }

    private static void Sample(Venue venue, int market)
    {
        ref SubmitSamples samples = ref venue.Begin<SubmitSamples>();
        (samples.Market, samples.Count) = ((ushort)market, 1);
        samples.Samples[0] = new PriceSample { Source = 1, Price = Venue.Mark * 1000L, TimeNs = venue.NowNs };
        venue.Apply();
    }
}
