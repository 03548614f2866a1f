namespace Peregrine.Gateway.Rates;

/// <summary>A token bucket in one word: the time at which it will be full again. From any thread.</summary>
internal sealed class TokenBucket
{
    private long _fullAtNs;

    /// <summary>Nobody has taken from it for so long that it is as good as new.</summary>
    public bool IsFull(long nowNs) => Volatile.Read(ref _fullAtNs) <= nowNs;

    /// <summary>What was taken and not used after all.</summary>
    public void GiveBack(RateLimit limit, int tokens) => Interlocked.Add(ref _fullAtNs, -PerToken(limit) * tokens);

    public Charge Take(RateLimit limit, int tokens, long nowNs)
    {
        long perToken = PerToken(limit);
        long holds = perToken * limit.Burst;
        while (true)
        {
            long seen = Volatile.Read(ref _fullAtNs);
            long full = Math.Max(seen, nowNs) + perToken * tokens;
            long missing = full - nowNs;
            if (missing > holds) return new Charge(IsPaid: false, limit.Burst, (int)(Math.Max(0, holds - missing + perToken * tokens) / perToken), missing - perToken * tokens, missing - holds);
            if (Interlocked.CompareExchange(ref _fullAtNs, full, seen) == seen) return new Charge(IsPaid: true, limit.Burst, (int)((holds - missing) / perToken), missing, 0);
        }
    }

    private static long PerToken(RateLimit limit) => 1_000_000_000L / limit.PerSecond;
}

/// <summary>What taking from a bucket came to, as the headers tell it.</summary>
/// <param name="IsPaid">False: there was not enough, and nothing was taken.</param>
/// <param name="Limit">What it holds when it is full.</param>
/// <param name="Remaining">What is in it.</param>
/// <param name="FullInNs">When it will be full again.</param>
/// <param name="RetryInNs">When there will be enough.</param>
internal readonly record struct Charge(bool IsPaid, int Limit, int Remaining, long FullInNs, long RetryInNs)
{
    /// <summary>There is no bucket to pay, or what it costs is paid already.</summary>
    public static Charge Free => new(IsPaid: true, 0, 0, 0, 0);

    /// <summary>The same in whole milliseconds, none of them too early.</summary>
    public long RetryInMs => RetryInNs / 1_000_000 + 1;
}
