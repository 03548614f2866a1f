using System.Diagnostics.CodeAnalysis;
using Peregrine.Core;
using Peregrine.MarketData.Memory;

namespace Peregrine.MarketData.Accounts;

/// <summary>What the fold keeps of one account: its facts, and where its lists and logs begin.</summary>
internal struct AccountRecord
{
    public AccountFacts Facts;
    public LogHead Sequence;
    public LogHead Fills;
    public LogHead Finished;
    /// <summary>The step before the present one.</summary>
    public long PrevSeq;
    /// <summary>Cash as the last balance message told it.</summary>
    public Micros ToldCash;
    public WriteMark Mark;
    public int FirstOrder;
    public int FirstPosition;
    public int FirstHolding;
    public int FirstWithdrawal;
    public int FirstSwitch;

    [UnscopedRef]
    public ref LogHead Log(LogKind kind)
    {
        if (kind == LogKind.Sequence) return ref Sequence;
        return ref kind == LogKind.Fills ? ref Fills : ref Finished;
    }
}
