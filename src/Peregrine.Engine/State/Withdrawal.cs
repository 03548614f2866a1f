using Peregrine.Core;
using Peregrine.Engine.Matching;

namespace Peregrine.Engine.State;

/// <summary>Money debited and on its way out. Its id is the sequence number of the request.</summary>
internal struct Withdrawal : ISlot<Withdrawal>
{
    /// <summary>0 marks a free slot.</summary>
    public long Id;
    public long Amount;
    public int Account;
    public ushort Asset;
    public WithdrawalState State;
    private int _next;

    static int ISlot<Withdrawal>.NextFree(in Withdrawal slot) => slot._next;
    static bool ISlot<Withdrawal>.IsFree(in Withdrawal slot) => slot.Id == 0;
    static void ISlot<Withdrawal>.Free(ref Withdrawal slot, int nextFree) => slot = new Withdrawal { _next = nextFree };
}
