using System.Numerics;
using Peregrine.Core;

namespace Peregrine.Engine.Accounts;

/// <summary>Every deposit that was ever credited, by where it came from. Nothing is forgotten: a full table refuses the next deposit instead.</summary>
/// <remarks>
/// Whoever watches a chain may read it again from its beginning, years later; a key that had been evicted would be credited a second time.
/// Entries lie in order of arrival, which is the canonical order, under a hash table that never shows its own.
/// </remarks>
internal sealed class DepositKeys
{
    private struct Entry
    {
        public RequestKey Source;
        public long Seq;
        /// <summary>Place + 1 of the next entry in the bucket; 0 ends it.</summary>
        public int NextInBucket;
    }

    private readonly Entry[] _entries;
    private readonly int[] _buckets;
    private int _count;

    public DepositKeys(int capacity)
    {
        Invariant.That(capacity > 0, "a table remembers at least one deposit");
        _entries = new Entry[capacity];
        _buckets = new int[BitOperations.RoundUpToPowerOf2((uint)capacity)];
    }

    public int Count => _count;

    public bool Full => _count == _entries.Length;

    /// <summary>Whether this deposit was credited, and by which command.</summary>
    public bool TryFind(RequestKey source, out long seq)
    {
        for (int at = _buckets[BucketOf(source)]; at != 0; at = _entries[at - 1].NextInBucket)
        {
            if (_entries[at - 1].Source != source) continue;
            seq = _entries[at - 1].Seq;
            return true;
        }
        seq = 0;
        return false;
    }

    /// <summary>Keeps a deposit for ever. Room is checked before.</summary>
    public void Remember(RequestKey source, long seq)
    {
        Invariant.That(!source.IsNone && !Full, "a deposit has a name and room");
        ref int bucket = ref _buckets[BucketOf(source)];
        _entries[_count++] = new Entry { Source = source, Seq = seq, NextInBucket = bucket };
        bucket = _count;
    }

    /// <summary>The deposit that arrived nth, from 0.</summary>
    public RequestKey KeyAt(int nth) => _entries[nth].Source;

    public long SeqAt(int nth) => _entries[nth].Seq;

    // The name is a hash that depositors can influence, so its bits are mixed before some of them pick the bucket.
    private int BucketOf(RequestKey key) => (int)(Hash64.SplitMix(key.High ^ Hash64.SplitMix(key.Low)) & (ulong)(_buckets.Length - 1));
}
