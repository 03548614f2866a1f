using Peregrine.Core;
using static Peregrine.Twin.Exact;

namespace Peregrine.Twin;

/// <summary>What a set of samples makes: domain §7.1 as five steps.</summary>
public sealed record TwinReading(long Value, int Votes, ushort Used, ushort Old, ushort Uncertain, ushort Outliers, bool TooUncertain)
{
    public static TwinReading Of(TwinFeed feed, long now)
    {
        ushort old = 0, uncertain = 0, outliers = 0;
        List<(int Place, TwinSource Source, PriceSample Sample)> sure = [], unsure = [];
        for (int place = 0; place < feed.Sources.Count; place++)
        {
            TwinSource source = feed.Sources[place];
            if (source.Last is not { Price: > 0 } sample || now - sample.TimeNs > feed.Rules.MaxAgeNs) old |= (ushort)(1 << place);
            else if (sample.ConfidencePpb > feed.Rules.MaxConfPpb) (uncertain, unsure) = ((ushort)(uncertain | (1 << place)), [.. unsure, (place, source, sample)]);
            else sure.Add((place, source, sample));
        }
        var votes = OnePerUpstream(sure);
        if (votes.Count < feed.Rules.MinSources)
        {
            bool onlyUnsure = OnePerUpstream([.. sure, .. unsure]).Count >= feed.Rules.MinSources;
            return new TwinReading(0, votes.Count, 0, old, uncertain, 0, onlyUnsure);
        }
        long median = Median([.. votes.Select(v => v.Sample.Price)]);
        var near = votes.Where(v => (Int128)Abs(v.Sample.Price - median) * R <= (Int128)median * feed.Rules.MaxDevPpb).ToList();
        foreach (var far in votes.Except(near)) outliers |= (ushort)(1 << far.Place);
        if (near.Count < feed.Rules.MinSources) return new TwinReading(0, near.Count, 0, old, uncertain, outliers, false);
        ushort used = (ushort)near.Aggregate(0, (bits, v) => bits | (1 << v.Place));
        return new TwinReading(Weighted([.. near.Select(v => (v.Sample.Price, v.Source.Terms.Source, v.Source.Terms.Weight))]), near.Count, used, old, uncertain, outliers, false);
    }

    /// <summary>Of those that share an upstream the youngest, at one time the lower id.</summary>
    private static List<(int Place, TwinSource Source, PriceSample Sample)> OnePerUpstream(List<(int Place, TwinSource Source, PriceSample Sample)> all) =>
        [.. all.GroupBy(v => v.Source.Terms.Upstream == 0 ? (0, v.Source.Terms.Source) : (1, v.Source.Terms.Upstream))
            .Select(g => g.OrderByDescending(v => v.Sample.TimeNs).ThenBy(v => v.Source.Terms.Source).First())];

    /// <summary>Of an even number the mean of the middle two, rounded down.</summary>
    public static long Median(IReadOnlyList<long> values)
    {
        List<long> sorted = [.. values.Order()];
        int half = sorted.Count / 2;
        return sorted.Count % 2 == 1 ? sorted[half] : Floor((Int128)sorted[half - 1] + sorted[half], 2);
    }

    private static long Weighted(List<(long Price, ushort Source, int Weight)> votes)
    {
        var sorted = votes.OrderBy(v => v.Price).ThenBy(v => v.Source).ToList();
        long total = sorted.Sum(v => (long)v.Weight), sum = 0;
        for (int i = 0; i < sorted.Count; i++)
        {
            sum += sorted[i].Weight;
            if (2 * sum > total) return sorted[i].Price;
            if (2 * sum == total) return Floor((Int128)sorted[i].Price + sorted[i + 1].Price, 2);
        }
        throw new InvalidOperationException("weights are positive");
    }
}
