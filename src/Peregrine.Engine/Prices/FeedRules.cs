using Peregrine.Core;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Prices;

/// <summary>What price rules and their sources must satisfy before they are taken.</summary>
internal static class FeedRules
{
    private const long AgeMaxNs = 60_000_000_000;
    private const int WeightMax = 1_000_000;
    private const int JumpMaxPpb = 500_000_000;
    private const long ImpactMax = 1L << 50;

    public static bool AreSound(in SetPriceRules rules, ReadOnlySpan<SetSource> sources) =>
        rules.MaxAgeNs is > 0 and <= AgeMaxNs
        && IsShare(rules.MaxConfPpb)
        && IsShare(rules.MaxDevPpb)
        && rules.JumpPpb is > 0 and <= JumpMaxPpb
        && rules.MinSources >= 1
        && AreSourcesSound(sources)
        && NobodyDecidesAlone(sources, rules.MinSources);

    /// <summary>Bands and caps that keep a mark and an hour's funding from taking more than the margin of a position at full leverage.</summary>
    public static bool FitMarket(in SetPriceRules rules, Market market) =>
        rules.ImpactNotional.Value is >= 0 and <= ImpactMax
        && rules.MinRestNs is >= 0 and <= AgeMaxNs
        && rules.MarkBandPpb > 0
        && rules.MarkBandPpb <= market.Tiers[0].ImrPpb
        && rules.FundingCapPpb >= 0
        && rules.FundingCapPpb <= market.Tiers[0].MmrPpb / 2
        && rules.FundingCap8Ppb is >= 0 and <= (int)Ppb.One
        && Math.Abs((long)rules.InterestPpb) <= rules.FundingCap8Ppb
        && rules.InterestBandPpb is >= 0 and <= (int)Ppb.One;

    /// <summary>An asset has no mark and no funding.</summary>
    public static bool FitAsset(in SetPriceRules rules) =>
        rules.ImpactNotional == Micros.Zero && rules.MinRestNs == 0 && rules.MarkBandPpb == 0
        && rules.FundingCapPpb == 0 && rules.FundingCap8Ppb == 0 && rules.InterestPpb == 0 && rules.InterestBandPpb == 0;

    private static bool IsShare(int ppb) => ppb > 0 && ppb <= Ppb.One;

    private static bool AreSourcesSound(ReadOnlySpan<SetSource> sources)
    {
        int before = 0;
        foreach (ref readonly SetSource source in sources)
        {
            if (source.Source <= before || source.Weight is <= 0 or > WeightMax) return false;
            before = source.Source;
        }
        return true;
    }

    // Of as few votes as still make an index the heaviest weighs less than the others together, whichever they are: no source is the median by itself.
    private static bool NobodyDecidesAlone(ReadOnlySpan<SetSource> sources, int minSources)
    {
        Span<int> heaviest = stackalloc int[PriceFeed.SourcesMax];
        Span<int> lightest = stackalloc int[PriceFeed.SourcesMax];
        int votes = Weigh(sources, heaviest, lightest);
        if (votes < minSources) return false;
        if (minSources == 1) return votes == 1;
        for (int i = 0; i < votes; i++)
        {
            if (heaviest[i] >= SmallestOthers(lightest[..votes], i, minSources - 1)) return false;
        }
        return true;
    }

    // The largest and the smallest weight with which each independent source may speak.
    private static int Weigh(ReadOnlySpan<SetSource> sources, Span<int> heaviest, Span<int> lightest)
    {
        Span<int> upstreams = stackalloc int[PriceFeed.SourcesMax];
        int votes = 0;
        foreach (ref readonly SetSource source in sources)
        {
            int at = source.Upstream == 0 ? -1 : upstreams[..votes].IndexOf(source.Upstream);
            if (at < 0)
            {
                (upstreams[votes], heaviest[votes], lightest[votes]) = (source.Upstream, source.Weight, source.Weight);
                votes++;
                continue;
            }
            heaviest[at] = Math.Max(heaviest[at], source.Weight);
            lightest[at] = Math.Min(lightest[at], source.Weight);
        }
        return votes;
    }

    private static long SmallestOthers(ReadOnlySpan<int> weights, int except, int count)
    {
        Span<int> others = stackalloc int[PriceFeed.SourcesMax];
        weights.CopyTo(others);
        others[except] = int.MaxValue;
        others = others[..weights.Length];
        others.Sort();
        long sum = 0;
        foreach (int weight in others[..count]) sum += weight;
        return sum;
    }
}
