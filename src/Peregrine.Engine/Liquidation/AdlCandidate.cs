namespace Peregrine.Engine.Liquidation;

/// <summary>Somebody whose position may be reduced to close another's.</summary>
internal struct AdlCandidate
{
    public int Position;
    public int Account;
    public long ScorePpb;
    /// <summary>Lots it can lose and still have its margin.</summary>
    public long Available;
    public long Taken;
    /// <summary>What rounding down took from its share.</summary>
    public Int128 Remainder;
}
