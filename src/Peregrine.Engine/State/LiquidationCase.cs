using Peregrine.Core;
using Peregrine.Engine.Matching;

namespace Peregrine.Engine.State;

/// <summary>An account's cross part, or one isolated pot, that is being liquidated.</summary>
internal struct LiquidationCase : ISlot<LiquidationCase>
{
    /// <summary>0 marks a free slot.</summary>
    public int Account;
    /// <summary>0 for the cross part.</summary>
    public ushort Market;
    public bool HasStarted;
    /// <summary>What the account was before; meaningless for a pot.</summary>
    public AccountStatus StatusBefore;
    /// <summary>When it is tried again; 0 while it waits for its turn.</summary>
    public long DueNs;
    /// <summary>The command that tried it last.</summary>
    public long LastSeq;
    /// <summary>What the account had borrowed when its liquidation began, less what its collateral brought: as much of what is missing at the end is its lenders'.</summary>
    public Micros Loan;
    public int Prev;
    public int Next;

    static int ISlot<LiquidationCase>.NextFree(in LiquidationCase slot) => slot.Next;
    static bool ISlot<LiquidationCase>.IsFree(in LiquidationCase slot) => slot.Account == 0;
    static void ISlot<LiquidationCase>.Free(ref LiquidationCase slot, int nextFree) => slot = new LiquidationCase { Next = nextFree };
}
