using Peregrine.Core;
using Peregrine.Engine.Matching;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Liquidation;

/// <summary>Liquidations under way: those that wait for their turn, first come first, and those that cool down.</summary>
/// <remarks>Everybody cools for the same time, so the second list is in order of when each is due without sorting.</remarks>
internal sealed class CaseBook(int capacity)
{
    private readonly Slab<LiquidationCase> _cases = new(capacity);
    private int _firstReady;
    private int _lastReady;
    private int _firstCooling;
    private int _lastCooling;

    public int Count => _cases.Count;
    public int FirstReady => _firstReady;
    public int FirstCooling => _firstCooling;

    public long FirstDueNs => _firstCooling == 0 ? long.MaxValue : _cases[_firstCooling].DueNs;

    public ref LiquidationCase this[int slot] => ref _cases[slot];

    /// <summary>What is told by <see cref="LiquidationStarted"/>: one that still waits for its first turn binds nobody.</summary>
    public bool HasStarted(int slot) => slot != 0 && _cases[slot].HasStarted;

    /// <summary>A new case at the end of the queue.</summary>
    public int Open(int account, ushort market)
    {
        int slot = _cases.Rent();
        Invariant.That(slot != 0, "there is a case for every account and every pot");
        _cases[slot] = new LiquidationCase { Account = account, Market = market };
        Append(slot, ref _firstReady, ref _lastReady);
        return slot;
    }

    /// <summary>Puts a waiting case among those that cool down.</summary>
    public void Cool(int slot, long dueNs)
    {
        Unlink(slot, ref _firstReady, ref _lastReady);
        _cases[slot].DueNs = dueNs;
        Append(slot, ref _firstCooling, ref _lastCooling);
    }

    /// <summary>It need not cool any longer: to the end of the queue.</summary>
    public void Wake(int slot)
    {
        Unlink(slot, ref _firstCooling, ref _lastCooling);
        _cases[slot].DueNs = 0;
        Append(slot, ref _firstReady, ref _lastReady);
    }

    /// <summary>Ends a waiting case.</summary>
    public void Close(int slot)
    {
        Unlink(slot, ref _firstReady, ref _lastReady);
        _cases.Return(slot);
    }

    /// <summary>A case from a snapshot, in the order in which it was told.</summary>
    public int Load(in LiquidationCase told)
    {
        int slot = Open(told.Account, told.Market);
        (_cases[slot].HasStarted, _cases[slot].StatusBefore) = (told.HasStarted, told.StatusBefore);
        (_cases[slot].LastSeq, _cases[slot].Loan) = (told.LastSeq, told.Loan);
        if (told.DueNs != 0) Cool(slot, told.DueNs);
        return slot;
    }

    private void Append(int slot, ref int first, ref int last)
    {
        (_cases[slot].Prev, _cases[slot].Next) = (last, 0);
        if (last == 0) first = slot;
        else _cases[last].Next = slot;
        last = slot;
    }

    private void Unlink(int slot, ref int first, ref int last)
    {
        ref LiquidationCase at = ref _cases[slot];
        if (at.Prev == 0) first = at.Next;
        else _cases[at.Prev].Next = at.Next;
        if (at.Next == 0) last = at.Prev;
        else _cases[at.Next].Prev = at.Prev;
    }
}
