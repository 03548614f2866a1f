namespace Peregrine.Engine.State;

/// <summary>When liquidation may go on in a market that was halted or whose prices were not fresh (domain §10.8).</summary>
/// <remarks>It is asked when prices come and at no other time, so that a state does not change because a clock did.</remarks>
internal struct TrustedAgain
{
    private const long AfterOpenNs = 60_000_000_000;
    private const long AfterFreshNs = 5_000_000_000;
    private const int UpdatesMin = 3;

    /// <summary>When the market opened again after a halt; 0 when that is long enough ago.</summary>
    public long OpenedNs;
    /// <summary>When prices became fresh again, and the updates since; 0 when that is long enough ago.</summary>
    public long FreshFromNs;
    public int FreshUpdates;

    /// <summary>The market opened after a halt not long ago.</summary>
    public readonly bool HasJustOpened => OpenedNs != 0;

    /// <summary>Prices set by hand became fresh again not long ago.</summary>
    public readonly bool IsSettling => FreshFromNs != 0;

    /// <summary>The market trades again after a halt: its users get time to add margin.</summary>
    public void Reopened(long nowNs) => OpenedNs = nowNs;

    /// <summary>Prices came.</summary>
    public void Looked(long nowNs)
    {
        if (OpenedNs != 0 && nowNs - OpenedNs >= AfterOpenNs) OpenedNs = 0;
    }

    /// <summary>Prices came by hand. Those of sources have a history of their own.</summary>
    /// <param name="returns">Prices that were not fresh are so again.</param>
    /// <param name="isFresh">They are fresh.</param>
    /// <param name="nowNs">Of the command that carried them.</param>
    public void Priced(bool returns, bool isFresh, long nowNs)
    {
        if (!isFresh)
        {
            (FreshFromNs, FreshUpdates) = (0, 0);
            return;
        }
        if (returns) (FreshFromNs, FreshUpdates) = (nowNs, 0);
        if (FreshFromNs == 0) return;
        FreshUpdates++;
        if (HaveSettled(FreshUpdates, FreshFromNs, nowNs)) (FreshFromNs, FreshUpdates) = (0, 0);
    }

    /// <summary>After a gap nobody is liquidated on the first price that comes back: three updates and five seconds of fresh prices first.</summary>
    public static bool HaveSettled(int updates, long freshSinceNs, long nowNs) => updates >= UpdatesMin && nowNs - freshSinceNs >= AfterFreshNs;
}
