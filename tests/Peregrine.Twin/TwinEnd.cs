namespace Peregrine.Twin;

public enum EndStage
{
    Announced,
    /// <summary>Orders go, and what everybody will have and lack is added up.</summary>
    Counting,
    /// <summary>Positions are closed, one account after the other.</summary>
    Paying,
    Over,
}

/// <summary>The end of a market, from its notice on.</summary>
public sealed class TwinEnd
{
    public EndStage Stage;
    /// <summary>The last before notice: what settles without averages, and what profits are counted from.</summary>
    public long Mark;
    /// <summary>0 once it has come.</summary>
    public long ReduceOnlyAtNs;
    public long SettleAtNs;
    /// <summary>Every index there was since notice, from when on, and whether it was fresh.</summary>
    public List<(long FromNs, long Index, bool Fresh)> Held = [];

    public long Price;
    /// <summary>The walk has come past this account.</summary>
    public int Cursor;
    public int Positions;
    public long Profits;
    public long Deficits;
    public long Insurance;
    public long Haircut;
    /// <summary>Money between those who give and those who lack; 0 before and after.</summary>
    public Int128 Pot;

    public long DueNs => ReduceOnlyAtNs != 0 ? ReduceOnlyAtNs : SettleAtNs;
    public bool IsWorking => Stage is EndStage.Counting or EndStage.Paying;

    public TwinEnd Copy()
    {
        var copy = (TwinEnd)MemberwiseClone();
        copy.Held = [.. Held];
        return copy;
    }
}
