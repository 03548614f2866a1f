using System.Numerics;
using Peregrine.Core;

namespace Peregrine.Engine.Accounts;

/// <summary>The answers to requests that must happen once: transfers, withdrawals, new accounts and keys. The oldest goes when the table is full.</summary>
/// <remarks>
/// A ring in order of arrival, and a hash table over it that never shows its own order. Who repeats a request does so within minutes, so the oldest
/// may be forgotten; deposits may be told again after years and have a table of their own, <see cref="DepositKeys"/>.
/// </remarks>
internal sealed class RequestKeys
{
    private struct Entry
    {
        public RequestKey Key;
        public long Answer;
        /// <summary>Place + 1 of the next entry in the bucket; 0 ends it.</summary>
        public int NextInBucket;
    }

    private readonly Entry[] _ring;
    private readonly int[] _buckets;
    private int _oldest;
    private int _count;

    public RequestKeys(int capacity)
    {
        Invariant.That(capacity > 0, "a table remembers at least one request");
        _ring = new Entry[capacity];
        _buckets = new int[BitOperations.RoundUpToPowerOf2((uint)capacity)];
    }

    public int Count => _count;

    public bool TryFind(RequestKey key, out long answer)
    {
        for (int at = _buckets[BucketOf(key)]; at != 0; at = _ring[at - 1].NextInBucket)
        {
            if (_ring[at - 1].Key != key) continue;
            answer = _ring[at - 1].Answer;
            return true;
        }
        answer = 0;
        return false;
    }

    /// <summary>Keeps an answer for a key that is not known yet; a request without a key has nothing to be remembered by.</summary>
    public void Remember(RequestKey key, long answer)
    {
        if (key.IsNone) return;
        Invariant.That(!TryFind(key, out _), "a request is answered once");
        if (_count == _ring.Length) EvictOldest();
        int place = PlaceOf(_count++);
        ref int bucket = ref _buckets[BucketOf(key)];
        _ring[place] = new Entry { Key = key, Answer = answer, NextInBucket = bucket };
        bucket = place + 1;
    }

    /// <summary>The key that arrived nth of those remembered, from 0: the canonical order, in which a load remembers them again.</summary>
    public RequestKey KeyAt(int nth) => _ring[PlaceOf(nth)].Key;

    public long AnswerAt(int nth) => _ring[PlaceOf(nth)].Answer;

    private int PlaceOf(int nth)
    {
        long place = (long)_oldest + nth;
        return (int)(place < _ring.Length ? place : place - _ring.Length);
    }

    // The key may be a client's own choice, so its bits are mixed before some of them pick the bucket.
    private int BucketOf(RequestKey key) => (int)(Hash64.SplitMix(key.High ^ Hash64.SplitMix(key.Low)) & (ulong)(_buckets.Length - 1));

    private void EvictOldest()
    {
        ref int link = ref _buckets[BucketOf(_ring[_oldest].Key)];
        while (link != _oldest + 1) link = ref _ring[link - 1].NextInBucket;
        // Newer ones are put in front, so the oldest of all ends its bucket.
        link = 0;
        _oldest = PlaceOf(1);
        _count--;
    }
}
