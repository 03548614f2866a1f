using Peregrine.Core;

namespace Peregrine.Twin;

/// <summary>One source and the last that it said.</summary>
public sealed record TwinSource(SetSource Terms, PriceSample? Last);

/// <summary>A price that comes from sources: of a market or of an asset.</summary>
public sealed class TwinFeed
{
    public SetPriceRules Rules;
    public List<TwinSource> Sources = [];
    /// <summary>When the last index was accepted; 0 before the first.</summary>
    public long IndexNs;
    /// <summary>No index was accepted since the rules or a restart.</summary>
    public bool AwaitsFirst = true;
    /// <summary>Since the last reading there were only updates whose sources were not sure enough.</summary>
    public bool Unsure;
    /// <summary>Readings that the guard holds back, oldest first.</summary>
    public List<(long AtNs, long Value)> Held = [];
    /// <summary>The last of them that agree with each other and came from enough sources.</summary>
    public List<(long AtNs, long Value)> Run = [];
    /// <summary>The second up to which ticks have been.</summary>
    public long TickedSecond;
    /// <summary>The asset's index, smoothed over an hour, times 2²⁰; 0 before the first.</summary>
    public Int128 Average;

    public long Candidate => Held.Count == 0 ? 0 : Held[^1].Value;
    /// <summary>Whoever shares an upstream is one.</summary>
    public int Independent => Sources.Select(s => s.Terms.Upstream == 0 ? (0, s.Terms.Source) : (1, s.Terms.Upstream)).Distinct().Count();

    public TwinFeed Copy()
    {
        var copy = (TwinFeed)MemberwiseClone();
        (copy.Sources, copy.Held, copy.Run) = ([.. Sources], [.. Held], [.. Run]);
        return copy;
    }
}

/// <summary>What marks of a market with sources are made of.</summary>
public sealed class TwinMarks
{
    public Int128 Slow;
    public Int128 Fast;
    /// <summary>The average of marks around which takers may trade, times 2²⁰; 0 before the first mark.</summary>
    public Int128 Centre;
    public long ImpactBid;
    public long ImpactAsk;
    public long Premium;
    /// <summary>The hourly rate that is still to come.</summary>
    public long Rate;
    public TwinMarks Copy() => (TwinMarks)MemberwiseClone();
}

/// <summary>A market's funding: the hour that runs, the one that waits for a price, and the one that is being settled.</summary>
public sealed class TwinFunding
{
    public long Sum;
    public int Samples;
    public int OffSeconds;
    /// <summary>The full hour at which the next rate is fixed; 0 while there is no funding.</summary>
    public long NextHourNs;
    public bool IsOn => NextHourNs != 0;
    public FundingSkipped? Waiting;
    public (long Rate8, long Average) WaitingFor;
    public int Epoch;
    public long Index;
    public long Rate;
    public bool Sweeping;
    /// <summary>The sweep has come past this account.</summary>
    public int Cursor;
    public long Paid;
    public long Received;
    public int Positions;
    public TwinFunding Copy() => (TwinFunding)MemberwiseClone();
}
