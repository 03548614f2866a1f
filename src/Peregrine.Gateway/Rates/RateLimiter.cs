using System.Collections.Concurrent;
using System.Net;
using System.Runtime.InteropServices;
using Peregrine.Core;
using Peregrine.Gateway.Auth;
using Peregrine.Identity;

namespace Peregrine.Gateway.Rates;

/// <summary>A bucket for each class of each account, key and address, and of the whole venue. Full ones are forgotten: they say nothing.</summary>
internal sealed class RateLimiter(RateLimits limits, TimeProvider time)
{
    private const int BucketsBeforeSweep = 50_000;
    private readonly ConcurrentDictionary<ulong, TokenBucket> _buckets = new();
    private readonly long _started = time.GetTimestamp();
    private int _sweepAt = BucketsBeforeSweep;

    /// <summary>For the route that shows them.</summary>
    public LimitCounts Counts { get; } = new();

    /// <summary>Buckets that are not full.</summary>
    public int Count => _buckets.Count;

    public Charge Account(int account, LimitClass limitClass, int tokens = 1) => Take(Hash64.SplitMix((ulong)(uint)account), LimitScope.Account, limitClass, tokens, 1);

    public Charge Address(IPAddress address, LimitClass limitClass, int tokens = 1)
    {
        if (limitClass == LimitClass.Free) return Free;
        Charge own = Take(KeyOf(address), LimitScope.Address, limitClass, tokens, 1);
        // Exits have no bucket of the whole venue: what makes risk smaller is refused to nobody because of others.
        if (!own.IsPaid || limitClass == LimitClass.Exits) return own;
        Charge all = Take(0, LimitScope.Venue, limitClass, tokens, 1);
        return all.IsPaid ? own : all;
    }

    /// <summary>Takes from the bucket of whoever asks: of his key first, where he shows one, then of its account. The venue's own people have room to look.</summary>
    public Charge Of(in Principal who, LimitClass limitClass, int tokens = 1)
    {
        if (limitClass is LimitClass.Free or LimitClass.Auth) return Free;
        if (who.Key != 0 && Take((ulong)(uint)who.Key, LimitScope.Key, limitClass, tokens, 1) is { IsPaid: false } tooMuch) return tooMuch;
        return Take(Hash64.SplitMix((ulong)(uint)who.Account), LimitScope.Account, limitClass, tokens, who.Role == Role.Trader ? 1 : limits.StaffTimes);
    }

    /// <summary>Takes what a command turns out to cost when it is read: of its address as well, where that paid for another class as it came. Exits paid then.</summary>
    public Charge Body(in Principal who, IPAddress address, LimitClass paid, LimitClass limitClass, int tokens = 1)
    {
        bool isPaid = limitClass == LimitClass.Exits || limitClass == paid;
        return !isPaid && Address(address, limitClass, tokens) is { IsPaid: false } tooMuch ? tooMuch : Of(who, limitClass, tokens);
    }

    private static readonly Charge Free = new(IsPaid: true, 0, 0, 0, 0);

    private Charge Take(ulong whose, LimitScope scope, LimitClass limitClass, int tokens, int times)
    {
        if (limitClass == LimitClass.Free || (scope == LimitScope.Account && limitClass == LimitClass.Auth)) return Free;
        ulong key = unchecked((whose * 31 + (ulong)limitClass) * 8 + (ulong)scope);
        long now = NowNs;
        if (!_buckets.TryGetValue(key, out TokenBucket? bucket)) bucket = Add(key, now);
        RateLimit limit = limits.Of(limitClass, scope);
        if (times > 1) limit = new RateLimit(limit.PerSecond * times, limit.Burst * times);
        Charge charge = bucket.Take(limit, tokens, now);
        Counts.Add(scope, limitClass, charge.IsPaid);
        return charge;
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

    private static ulong OfIPv4(ReadOnlySpan<byte> bytes) => Hash64.SplitMix((ulong)MemoryMarshal.Read<uint>(bytes) ^ 0x4000_0000_0000_0004);

    // An owner of IPv6 has 2⁶⁴ addresses: his network is what counts.
    public static ulong KeyOf(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out int length);
        // Read where it lies: sockets ask with every order, and another address would be made for each.
        if (address.IsIPv4MappedToIPv6) return OfIPv4(bytes[12..]);
        return length == 4 ? OfIPv4(bytes) : Hash64.SplitMix(MemoryMarshal.Read<ulong>(bytes));
    }
}
