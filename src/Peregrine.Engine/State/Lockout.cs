namespace Peregrine.Engine.State;

/// <summary>Whether users were refused the way out, for how long that protects them, and how much of it they have had (domain §10.8).</summary>
internal struct Lockout
{
    private const long Second = 1_000_000_000;
    private const long WindowNs = 600 * Second;
    private const long MostNs = 10 * Second;

    /// <summary>0 while there is none.</summary>
    public long UntilNs;
    public long BeganNs;
    /// <summary>Ten minutes from its first lockout, in which all of them together last ten seconds.</summary>
    public long WindowBeganNs;
    public long UsedNs;

    public readonly bool IsOn => UntilNs != 0;

    /// <summary>Exits were refused in the second before. True when that begins a lockout.</summary>
    public bool Refused(long nowNs)
    {
        if (nowNs - WindowBeganNs >= WindowNs && !IsOn) (WindowBeganNs, UsedNs) = (nowNs, 0);
        bool begins = !IsOn;
        long from = begins ? nowNs : BeganNs;
        long until = Math.Min(nowNs + Second, from + MostNs - UsedNs);
        if (until <= nowNs) return false;
        (BeganNs, UntilNs) = (from, until);
        return begins;
    }

    /// <summary>True when it ends with this time.</summary>
    public bool Ends(long nowNs)
    {
        if (!IsOn || nowNs < UntilNs) return false;
        UsedNs += UntilNs - BeganNs;
        (UntilNs, BeganNs) = (0, 0);
        return true;
    }
}
