using Peregrine.Core;

namespace Peregrine.Engine.State;

/// <summary>Limits of one account or one key, what waits to replace them, and what is measured against them.</summary>
internal struct LimitRecord
{
    public int Account;
    /// <summary>0 for the account's own.</summary>
    public int Key;
    public Limits InForce;
    /// <summary>Asked for and looser; replaces <see cref="InForce"/> at <see cref="PendingFromNs"/>, which is 0 when nothing waits.</summary>
    public Limits Pending;
    public long PendingFromNs;
    public int PendingPrev;
    public int PendingNext;
    /// <summary>Next living key of the account, in order of id.</summary>
    public int NextKey;
    /// <summary>Behind it in the queue of breaches to act on.</summary>
    public int NextBreach;

    /// <summary>The second of engine time that <see cref="Orders"/> counts.</summary>
    public long Second;
    public int Orders;

    /// <summary>UTC day of the last sample plus one; 0 before the first.</summary>
    public int SampleDay;
    /// <summary>Equity at the day's first sample, moved along with deposits and withdrawals.</summary>
    public Micros DayStart;
    /// <summary>Highest equity sampled, moved likewise.</summary>
    public Micros Peak;
    public bool LossBreached;
    public bool DrawdownBreached;
    /// <summary>In the queue of breaches.</summary>
    public bool Queued;
    public bool Revoked;
    /// <summary>Only in an account's own record: a key's breach stops the whole account.</summary>
    public bool StoppedByKey;

    /// <summary>Whether equity must be sampled for it.</summary>
    public readonly bool IsSampled => !Revoked && (InForce.DayLossMax.Value != 0 || InForce.DrawdownMax.Value != 0);

    public readonly bool IsBreached => LossBreached || DrawdownBreached;
}
