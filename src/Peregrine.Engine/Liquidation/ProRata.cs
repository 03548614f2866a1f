namespace Peregrine.Engine.Liquidation;

/// <summary>Divides lots among those who must give some (domain §10.6): by score and size, whole lots, nobody more than it can.</summary>
internal static class ProRata
{
    // Made once: a method group would be an allocation each time.
    private static readonly Comparison<AdlCandidate> ByScore = static (a, b) =>
        a.ScorePpb != b.ScorePpb ? b.ScorePpb.CompareTo(a.ScorePpb) : a.Account.CompareTo(b.Account);
    private static readonly Comparison<AdlCandidate> ByRemainder = static (a, b) =>
        a.Remainder != b.Remainder ? b.Remainder.CompareTo(a.Remainder) : a.Account.CompareTo(b.Account);

    /// <summary>Fills in what each gives and leaves them in order of score; returns the lots that nobody can give.</summary>
    public static long Divide(Span<AdlCandidate> candidates, long lots)
    {
        candidates.Sort(ByScore);
        int profitable = 0;
        while (profitable < candidates.Length && candidates[profitable].ScorePpb > 0) profitable++;
        long left = Share(candidates[..profitable], lots, WeightOf(candidates));
        for (int i = profitable; i < candidates.Length && left > 0; i++)
        {
            candidates[i].Taken = Math.Min(left, candidates[i].Available);
            left -= candidates[i].Taken;
        }
        return left;
    }

    /// <summary>Σ score · available over scores above 0.</summary>
    public static Int128 WeightOf(ReadOnlySpan<AdlCandidate> candidates)
    {
        Int128 weight = 0;
        foreach (ref readonly AdlCandidate candidate in candidates)
        {
            if (candidate.ScorePpb > 0) weight += (Int128)candidate.ScorePpb * candidate.Available;
        }
        return weight;
    }

    // Who would have to give more than it can gives all of it; the rest is shared, and what rounding leaves goes by largest remainder.
    private static long Share(Span<AdlCandidate> sorted, long lots, Int128 weight)
    {
        long left = lots;
        int at = 0;
        while (at < sorted.Length && left > 0 && (Int128)left * sorted[at].ScorePpb >= weight)
        {
            sorted[at].Taken = Math.Min(left, sorted[at].Available);
            left -= sorted[at].Taken;
            weight -= (Int128)sorted[at].ScorePpb * sorted[at].Available;
            at++;
        }
        if (at == sorted.Length || left == 0) return left;
        Span<AdlCandidate> shared = sorted[at..];
        long shares = left;
        foreach (ref AdlCandidate candidate in shared)
        {
            Int128 exact = (Int128)shares * candidate.ScorePpb * candidate.Available;
            candidate.Taken = (long)(exact / weight);
            candidate.Remainder = exact - candidate.Taken * weight;
            left -= candidate.Taken;
        }
        shared.Sort(ByRemainder);
        for (int i = 0; left > 0; i++, left--) shared[i].Taken++;
        shared.Sort(ByScore);
        return 0;
    }
}
