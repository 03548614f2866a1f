namespace Peregrine.Gateway.Fapi.Rates;

/// <summary>What was used in the running window of the clock, in one word. From any thread.</summary>
internal sealed class UsageWindow
{
    private const int CountBits = 24;
    private const long CountMask = (1 << CountBits) - 1;

    private long _state;

    /// <summary>Nothing was taken in the window that runs now.</summary>
    public bool IsPast(long nowMs, int windowMs) => Volatile.Read(ref _state) >> CountBits != nowMs / windowMs;

    public int Used(long nowMs, int windowMs) => IsPast(nowMs, windowMs) ? 0 : (int)(Volatile.Read(ref _state) & CountMask);

    /// <returns>False when there is not so much left: nothing was taken.</returns>
    public bool TryTake(long nowMs, int windowMs, int amount, int most)
    {
        long window = nowMs / windowMs;
        while (true)
        {
            long seen = Volatile.Read(ref _state);
            long used = seen >> CountBits == window ? seen & CountMask : 0;
            if (used + amount > Math.Min(most, CountMask)) return false;
            if (Interlocked.CompareExchange(ref _state, (window << CountBits) | (used + amount), seen) == seen) return true;
        }
    }
}
