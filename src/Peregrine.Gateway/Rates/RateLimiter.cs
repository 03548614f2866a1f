using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Peregrine.Core;

namespace Peregrine.Gateway.Rates;

/// <summary>A bucket for each class of each account and address. Full ones are forgotten: they say nothing.</summary>
internal sealed class RateLimiter(RateLimits limits, TimeProvider time)
{
    private const int BucketsBeforeSweep = 50_000;
    private readonly ConcurrentDictionary<ulong, TokenBucket> _buckets = new();
    private readonly long _started = time.GetTimestamp();
    private int _sweepAt = BucketsBeforeSweep;

    public Charge Account(int account, LimitClass limitClass, int tokens = 1) =>
        limitClass is LimitClass.Free or LimitClass.Auth ? Free : Take(Hash64.SplitMix((ulong)(uint)account), limitClass, isAccount: true, tokens);

    public Charge Address(IPAddress address, LimitClass limitClass, int tokens = 1) =>
        limitClass == LimitClass.Free ? Free : Take(KeyOf(address), limitClass, isAccount: false, tokens);

    private static readonly Charge Free = new(IsPaid: true, 0, 0, 0, 0);

    private Charge Take(ulong whose, LimitClass limitClass, bool isAccount, int tokens)
    {
        ulong key = unchecked(whose * 31 + (ulong)limitClass * 2 + (isAccount ? 1UL : 0));
        long now = NowNs;
        if (!_buckets.TryGetValue(key, out TokenBucket? bucket)) bucket = Add(key, now);
        return bucket.Take(limits.Of(limitClass, isAccount), tokens, now);
    }

    private long NowNs => time.GetElapsedTime(_started).Ticks * 100 + 1;

    private TokenBucket Add(ulong key, long now)
    {
        if (_buckets.Count >= _sweepAt)
        {
            foreach ((ulong old, TokenBucket bucket) in _buckets)
            {
                if (bucket.IsFull(now)) _buckets.TryRemove(old, out _);
            }
            _sweepAt = Math.Max(BucketsBeforeSweep, _buckets.Count * 2);
        }
        return _buckets.GetOrAdd(key, static _ => new TokenBucket());
    }

    // An owner of IPv6 has 2⁶⁴ addresses: his network is what counts.
    public static ulong KeyOf(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        address.TryWriteBytes(bytes, out _);
        ulong high = MemoryMarshal.Read<ulong>(bytes);
        return Hash64.SplitMix(address.AddressFamily == AddressFamily.InterNetwork ? high ^ 0x4000_0000_0000_0004 : high);
    }
}
