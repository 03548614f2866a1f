using Peregrine.Core;

namespace Peregrine.MarketData.Prices;

/// <summary>Where a market's index and mark come from, and how that is going.</summary>
public struct FeedFacts
{
    /// <summary>All zero while prices are set by hand.</summary>
    public SetPriceRules Rules;
    /// <summary>By rising id; <see cref="SourceCount"/> of them.</summary>
    public SourceTable Sources;
    public int SourceCount;
    /// <summary>What the last samples made of the index; 0 before any came since this fold began.</summary>
    public IndexOutcome Outcome;
    /// <summary>What they alone would make it, in subticks; 0 when they make none.</summary>
    public long Reading;
    /// <summary>A step that waits for confirmation, or 0.</summary>
    public long Candidate;
    /// <summary>When the index that holds was made; 0 before the first.</summary>
    public long IndexNs;
    /// <summary>The last mark with all that it is the median of; all zero before the first.</summary>
    public MarkUpdated Mark;

    public readonly bool HasSources => Rules.Market != 0;

    internal void Begin(in SetPriceRules rules) => this = new FeedFacts { Rules = rules, Mark = Mark };

    internal void Add(in SetSource source, SourceHealth health)
    {
        Invariant.That(SourceCount < SourceTable.Count, "a price has more sources than any");
        Sources[SourceCount++] = new(source.Source, source.Upstream, source.Weight, health);
    }

    internal void Take(in IndexUpdated updated, long timeNs)
    {
        (Outcome, Reading) = (updated.Outcome, updated.Value);
        if (updated.Outcome == IndexOutcome.Accepted) (IndexNs, Candidate) = (timeNs, 0);
        if (updated.Outcome == IndexOutcome.Held) Candidate = updated.Value;
        for (int i = 0; i < SourceCount; i++) Sources[i] = Sources[i] with { Health = HealthOf(in updated, 1 << i) };
    }

    private static SourceHealth HealthOf(in IndexUpdated updated, int bit)
    {
        if ((updated.Used & bit) != 0) return SourceHealth.Used;
        if ((updated.Old & bit) != 0) return SourceHealth.Old;
        if ((updated.Uncertain & bit) != 0) return SourceHealth.Uncertain;
        return (updated.Outliers & bit) != 0 ? SourceHealth.Outlier : SourceHealth.SpokenFor;
    }
}
