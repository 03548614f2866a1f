using Peregrine.Core;

namespace Peregrine.Engine.State;

/// <summary>All limit records: a key's at its id, accounts' own behind the keys. None is ever given back: a key id means one key for ever.</summary>
internal sealed class LimitTable(int keysMax, int accountsMax)
{
    private readonly LimitRecord[] _records = new LimitRecord[keysMax + accountsMax + 1];
    /// <summary>Accounts whose equity is sampled, in order.</summary>
    private readonly int[] _sampled = new int[accountsMax];
    private int _accountRecords;
    private int _sampledCount;
    private int _firstPending;
    private int _lastPending;
    private int _firstBreach;
    private int _lastBreach;

    public int KeyCount { get; private set; }
    public bool KeysFull => KeyCount == keysMax;
    public bool HasSampled => _sampledCount > 0;

    public ReadOnlySpan<int> Sampled => _sampled.AsSpan(0, _sampledCount);
    /// <summary>The record whose loosening is due first, or 0.</summary>
    public int FirstPending => _firstPending;
    /// <summary>The front of the queue of breaches, or 0.</summary>
    public int FirstBreach => _firstBreach;

    public ref LimitRecord this[int slot] => ref _records[slot];

    public int AddKey(int account)
    {
        int key = ++KeyCount;
        _records[key] = new LimitRecord { Account = account, Key = key };
        return key;
    }

    /// <summary>There is one for every account, so this cannot run out.</summary>
    public int AddAccount(int account)
    {
        int slot = keysMax + ++_accountRecords;
        _records[slot] = new LimitRecord { Account = account };
        return slot;
    }

    /// <remarks>Every loosening waits equally long and time never falls: a new one belongs at the end, save among those due at the same instant.</remarks>
    public void Defer(int slot, in Limits pending, long fromNs)
    {
        ref LimitRecord record = ref _records[slot];
        record.Pending = pending;
        record.PendingFromNs = fromNs;
        int after = _lastPending;
        while (after != 0 && ComesBefore(in record, in _records[after])) after = _records[after].PendingPrev;
        record.PendingPrev = after;
        ref int forward = ref after == 0 ? ref _firstPending : ref _records[after].PendingNext;
        record.PendingNext = forward;
        forward = slot;
        ref int back = ref record.PendingNext == 0 ? ref _lastPending : ref _records[record.PendingNext].PendingPrev;
        back = slot;
    }

    /// <summary>Lists every record that has something pending, as <see cref="Defer"/> would have; for records loaded in another order.</summary>
    public void DeferAll()
    {
        int count = 0;
        int[] slots = new int[KeyCount + _accountRecords];
        for (int slot = 1; slot < _records.Length && count < slots.Length; slot++)
        {
            if (_records[slot].PendingFromNs != 0) slots[count++] = slot;
        }
        Span<int> waiting = slots.AsSpan(0, count);
        waiting.Sort(new DueOrder(_records));
        foreach (int slot in waiting)
        {
            Limits pending = _records[slot].Pending;
            Defer(slot, in pending, _records[slot].PendingFromNs);
        }
    }

    public void DropPending(int slot)
    {
        ref LimitRecord record = ref _records[slot];
        if (record.PendingFromNs == 0) return;
        ref int forward = ref record.PendingPrev == 0 ? ref _firstPending : ref _records[record.PendingPrev].PendingNext;
        forward = record.PendingNext;
        ref int back = ref record.PendingNext == 0 ? ref _lastPending : ref _records[record.PendingNext].PendingPrev;
        back = record.PendingPrev;
        (record.Pending, record.PendingFromNs, record.PendingPrev, record.PendingNext) = (default, 0, 0, 0);
    }

    /// <summary>Puts a record at the end of the queue of breaches, once.</summary>
    public void QueueBreach(int slot)
    {
        ref LimitRecord record = ref _records[slot];
        if (record.Queued) return;
        record.Queued = true;
        record.NextBreach = 0;
        if (_lastBreach == 0) _firstBreach = slot;
        else _records[_lastBreach].NextBreach = slot;
        _lastBreach = slot;
    }

    /// <summary>Takes the first record from the queue of breaches; 0 when it is empty.</summary>
    public int TakeBreach()
    {
        int slot = _firstBreach;
        if (slot == 0) return 0;
        _firstBreach = _records[slot].NextBreach;
        if (_firstBreach == 0) _lastBreach = 0;
        (_records[slot].Queued, _records[slot].NextBreach) = (false, 0);
        return slot;
    }

    public void SetSampled(int account, bool sampled)
    {
        int at = Sampled.BinarySearch(account);
        if (at >= 0 == sampled) return;
        if (sampled)
        {
            Sampled[~at..].CopyTo(_sampled.AsSpan(~at + 1));
            _sampled[~at] = account;
            _sampledCount++;
        }
        else
        {
            Sampled[(at + 1)..].CopyTo(_sampled.AsSpan(at));
            _sampledCount--;
        }
    }

    private readonly struct DueOrder(LimitRecord[] records) : IComparer<int>
    {
        public int Compare(int x, int y)
        {
            if (x == y) return 0;
            return ComesBefore(in records[x], in records[y]) ? -1 : 1;
        }
    }

    private static bool ComesBefore(in LimitRecord a, in LimitRecord b)
    {
        if (a.PendingFromNs != b.PendingFromNs) return a.PendingFromNs < b.PendingFromNs;
        return a.Account != b.Account ? a.Account < b.Account : a.Key < b.Key;
    }
}
