using System.Numerics;

namespace Peregrine.Bench;

/// <summary>How long answers took, counted in buckets about three percent wide; any number of threads add.</summary>
internal sealed class Latencies
{
    private const int Sub = 32;
    private readonly long[] _counts = new long[64 * Sub];
    private long _count;

    public long Count => _count;

    public void Add(TimeSpan took)
    {
        Interlocked.Increment(ref _counts[Bucket((ulong)Math.Max(1, took.Ticks))]);
        Interlocked.Increment(ref _count);
    }

    /// <summary>The upper end of the bucket in which the share lies.</summary>
    public TimeSpan Percentile(double share)
    {
        long left = Math.Max(1, (long)Math.Ceiling(_count * share));
        for (int i = 0; i < _counts.Length; i++)
        {
            left -= _counts[i];
            if (left <= 0) return TimeSpan.FromTicks(Upper(i));
        }
        return TimeSpan.Zero;
    }

    private static int Bucket(ulong ticks)
    {
        int exponent = BitOperations.Log2(ticks);
        return exponent < 5 ? (int)ticks : (exponent - 4) * Sub + (int)((ticks >> (exponent - 5)) & (Sub - 1));
    }

    private static long Upper(int bucket)
    {
        if (bucket < Sub) return bucket;
        int exponent = bucket / Sub + 4;
        return ((1L << 5) + bucket % Sub + 1 << (exponent - 5)) - 1;
    }
}
