using Peregrine.Core;

namespace Peregrine.Engine.Prices;

/// <summary>Where the index of one market or asset comes from, and how fresh it is. Prices set by hand have none.</summary>
internal sealed class PriceFeed
{
    public const int SourcesMax = 16;
    private const long Second = 1_000_000_000;
    private const long SuspectAfterNs = 5 * Second;
    private const long StaleAfterNs = 15 * Second;
    private const long DeadAfterNs = 120 * Second;

    private readonly PriceSource[] _sources;

    public PriceFeed(in SetPriceRules rules, ReadOnlySpan<SetSource> sources)
    {
        Rules = rules;
        _sources = new PriceSource[sources.Length];
        for (int i = 0; i < sources.Length; i++) _sources[i].Terms = sources[i];
        Votes = CountVotes();
    }

    public readonly SetPriceRules Rules;
    /// <summary>Sources that do not depend on each other.</summary>
    public readonly int Votes;
    /// <summary>Engine time of the update that made the index; 0 before the first.</summary>
    public long IndexNs;
    /// <summary>The next index is the first since listing or restart.</summary>
    public bool IsFirst = true;
    /// <summary>The last update lacked sources that are certain enough.</summary>
    public bool IsUncertain;
    public StepGuard Guard;
    /// <summary>Since when the index has been fresh without a break, and how many updates made it so.</summary>
    public long FreshSinceNs;
    public int FreshUpdates;

    public Span<PriceSource> Sources => _sources;

    /// <summary>The place of a source, or -1.</summary>
    public int Find(int source)
    {
        for (int i = 0; i < _sources.Length; i++)
        {
            if (_sources[i].Terms.Source == source) return i;
        }
        return -1;
    }

    /// <summary>How far the index may be relied on now (domain §7.5).</summary>
    public PriceState StateAt(long nowNs)
    {
        if (IndexNs == 0) return PriceState.Dead;
        long age = nowNs - IndexNs;
        if (age > DeadAfterNs) return PriceState.Dead;
        if (age > StaleAfterNs) return PriceState.Stale;
        return age > SuspectAfterNs || Guard.Holds || IsUncertain ? PriceState.Suspect : PriceState.Fresh;
    }

    private int CountVotes()
    {
        int votes = 0;
        for (int i = 0; i < _sources.Length; i++)
        {
            int upstream = _sources[i].Terms.Upstream;
            bool repeats = false;
            for (int j = 0; j < i && upstream != 0; j++) repeats |= _sources[j].Terms.Upstream == upstream;
            if (!repeats) votes++;
        }
        return votes;
    }
}
