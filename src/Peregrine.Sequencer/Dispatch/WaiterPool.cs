using System.Diagnostics.CodeAnalysis;
using Peregrine.Core;

namespace Peregrine.Sequencer.Dispatch;

/// <summary>All who may wait at once. The free ones are a list threaded through an array; taking and returning is one exchange.</summary>
internal sealed class WaiterPool
{
    private const int None = -1;
    private readonly Waiter[] _all;
    private readonly int[] _next;
    // Low half: the first free one. High half counts the changes, so that a list that was emptied and refilled in between is not taken for the same.
    private long _free;

    public WaiterPool(int capacity)
    {
        _all = new Waiter[capacity];
        _next = new int[capacity];
        for (int i = 0; i < capacity; i++) (_all[i], _next[i]) = (new Waiter(this, i), i + 1 < capacity ? i + 1 : None);
    }

    public Waiter this[int index] => _all[index];

    public bool TryRent([NotNullWhen(true)] out Waiter? waiter)
    {
        long seen = Volatile.Read(ref _free);
        while (true)
        {
            int first = FirstOf(seen);
            waiter = null;
            if (first == None) return false;
            long was = Interlocked.CompareExchange(ref _free, Changed(seen, Volatile.Read(ref _next[first])), seen);
            if (was == seen)
            {
                waiter = _all[first];
                return true;
            }
            seen = was;
        }
    }

    /// <summary>So many, or none.</summary>
    public bool TryRent(Span<int> into)
    {
        long seen = Volatile.Read(ref _free);
        while (true)
        {
            (int next, int count) = (FirstOf(seen), 0);
            // What others change meanwhile makes nonsense of this walk, and the exchange fail.
            for (; count < into.Length && next != None; next = Volatile.Read(ref _next[next])) into[count++] = next;
            bool areEnough = count == into.Length;
            long was = areEnough ? Interlocked.CompareExchange(ref _free, Changed(seen, next), seen) : Volatile.Read(ref _free);
            if (was == seen) return areEnough;
            seen = was;
        }
    }

    public void Return(Waiter waiter)
    {
        long seen = Volatile.Read(ref _free);
        while (true)
        {
            Volatile.Write(ref _next[waiter.Index], FirstOf(seen));
            long was = Interlocked.CompareExchange(ref _free, Changed(seen, waiter.Index), seen);
            if (was == seen) return;
            seen = was;
        }
    }

    public void Answer(long correlation, in CommandReceipt receipt)
    {
        uint index = unchecked((uint)correlation);
        if (index < (uint)_all.Length) _all[index].TryAnswer(correlation, in receipt);
    }

    /// <summary>Answers all who still wait: what they wait for will not come.</summary>
    public void AnswerAll(in CommandReceipt receipt)
    {
        foreach (Waiter waiter in _all) waiter.TryAnswer(waiter.Correlation, in receipt);
    }

    private static int FirstOf(long list) => unchecked((int)list);

    private static long Changed(long list, int first) => unchecked((((list >> 32) + 1) << 32) | (uint)first);
}
