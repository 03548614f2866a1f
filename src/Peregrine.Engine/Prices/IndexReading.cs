namespace Peregrine.Engine.Prices;

/// <summary>What the sources make together (domain §7.1): the weighted median of the samples that are young, certain and near the others.</summary>
/// <remarks>Pure: the same samples and time read the same. Masks have a bit for each configured source.</remarks>
internal struct IndexReading
{
    private struct Vote
    {
        public long Price;
        public long TimeNs;
        public int Weight;
        public int At;
        public int Upstream;
    }

    /// <summary>0 when the sources make no index.</summary>
    public long Price;
    public int Votes;
    public ushort Used;
    public ushort Old;
    public ushort Uncertain;
    public ushort Outliers;
    /// <summary>There would have been enough, had all been certain.</summary>
    public bool LacksCertainty;

    public static IndexReading Of(PriceFeed feed, long nowNs)
    {
        IndexReading reading = default;
        Span<Vote> room = stackalloc Vote[PriceFeed.SourcesMax];
        Span<Vote> votes = reading.Collect(feed, nowNs, room);
        int least = feed.Rules.MinSources;
        if (votes.Length < least)
        {
            reading.LacksCertainty = reading.Uncertain != 0 && reading.Collect(feed, nowNs, room, anyCertainty: true).Length >= least;
            return reading;
        }
        Sort(votes);
        votes = reading.DropOutliers(votes, feed.Rules.MaxDevPpb);
        if (votes.Length < least) return reading;
        foreach (Vote vote in votes) reading.Used |= Bit(vote.At);
        reading.Votes = votes.Length;
        reading.Price = WeightedMedian(votes);
        return reading;
    }

    // One vote for each upstream: the youngest sample speaks, at one time the lower id.
    private Span<Vote> Collect(PriceFeed feed, long nowNs, Span<Vote> votes, bool anyCertainty = false)
    {
        Span<PriceSource> sources = feed.Sources;
        int count = 0;
        for (int i = 0; i < sources.Length; i++)
        {
            ref PriceSource source = ref sources[i];
            if (source.Price <= 0 || nowNs - source.TimeNs > feed.Rules.MaxAgeNs)
            {
                Old |= Bit(i);
                continue;
            }
            if (source.ConfidencePpb > feed.Rules.MaxConfPpb)
            {
                Uncertain |= Bit(i);
                if (!anyCertainty) continue;
            }
            Vote vote = new() { Price = source.Price, TimeNs = source.TimeNs, Weight = source.Terms.Weight, At = i, Upstream = source.Terms.Upstream };
            int known = vote.Upstream == 0 ? -1 : FindUpstream(votes[..count], vote.Upstream);
            if (known < 0) votes[count++] = vote;
            else if (vote.TimeNs > votes[known].TimeNs) votes[known] = vote;
        }
        return votes[..count];
    }

    private static int FindUpstream(Span<Vote> votes, int upstream)
    {
        for (int i = 0; i < votes.Length; i++)
        {
            if (votes[i].Upstream == upstream) return i;
        }
        return -1;
    }

    // By price, then id: places are in order of id.
    private static void Sort(Span<Vote> votes)
    {
        for (int i = 1; i < votes.Length; i++)
        {
            Vote vote = votes[i];
            int at = i;
            for (; at > 0 && (votes[at - 1].Price, votes[at - 1].At).CompareTo((vote.Price, vote.At)) > 0; at--) votes[at] = votes[at - 1];
            votes[at] = vote;
        }
    }

    private Span<Vote> DropOutliers(Span<Vote> sorted, int maxDevPpb)
    {
        long median = Middle(sorted);
        int count = 0;
        foreach (Vote vote in sorted)
        {
            if (PriceMath.IsFartherThan(vote.Price, median, maxDevPpb)) Outliers |= Bit(vote.At);
            else sorted[count++] = vote;
        }
        return sorted[..count];
    }

    // Every vote counts the same here: a heavy source that lies must not make the others look wrong.
    private static long Middle(Span<Vote> sorted)
    {
        int half = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[half].Price : PriceMath.Between(sorted[half - 1].Price, sorted[half].Price);
    }

    private static long WeightedMedian(Span<Vote> sorted)
    {
        long total = 0;
        foreach (Vote vote in sorted) total += vote.Weight;
        long below = 0;
        int at = 0;
        while (2 * (below += sorted[at].Weight) < total) at++;
        return 2 * below == total ? PriceMath.Between(sorted[at].Price, sorted[at + 1].Price) : sorted[at].Price;
    }

    private static ushort Bit(int at) => (ushort)(1 << at);
}
