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
    private const int BucketsBeforeSweep = 50_000, TollsMost = 4;
    private readonly ConcurrentDictionary<ulong, TokenBucket> _buckets = new();
    private readonly long _started = time.GetTimestamp();
    private int _sweepAt = BucketsBeforeSweep;

    /// <summary>For the route that shows them.</summary>
    public LimitCounts Counts { get; } = new();

    /// <summary>Buckets that are not full.</summary>
    public int Count => _buckets.Count;

    public Charge Account(int account, LimitClass limitClass, int tokens = 1) => Take(Toll.OfAccount(account, 1), limitClass, tokens, NowNs);

    public Charge Address(IPAddress address, LimitClass limitClass, int tokens = 1)
    {
        if (limitClass == LimitClass.Free) return Charge.Free;
        Span<Toll> tolls = stackalloc Toll[TollsMost];
        return Take(tolls[..PutAddress(tolls, address, limitClass)], told: 0, limitClass, tokens);
    }

    /// <summary>Takes from the bucket of whoever asks: of his key first, where he shows one, then of its account. The venue's own people have room to look.</summary>
    public Charge Of(in Principal who, LimitClass limitClass, int tokens = 1)
    {
        if (limitClass is LimitClass.Free or LimitClass.Auth) return Charge.Free;
        Span<Toll> tolls = stackalloc Toll[TollsMost];
        int count = PutOwn(tolls, in who);
        return Take(tolls[..count], told: count - 1, limitClass, tokens);
    }

    /// <summary>Takes what a command turns out to cost when it is read: of its address as well, where that paid for another class as it came. Exits paid then.</summary>
    public Charge Body(in Principal who, IPAddress address, LimitClass paid, LimitClass limitClass, int tokens = 1) =>
        PaysAgain(paid, limitClass) && Address(address, limitClass, tokens) is { IsPaid: false } tooMuch ? tooMuch : Of(who, limitClass, tokens);

    /// <summary>Takes for many requests what <see cref="Address"/> takes for each, or nothing.</summary>
    public bool TryAddress(IPAddress address, LimitClass limitClass, int tokens)
    {
        Span<Toll> tolls = stackalloc Toll[TollsMost];
        return TryTake(tolls[..PutAddress(tolls, address, limitClass)], limitClass, tokens);
    }

    /// <summary>Takes for many commands what <see cref="Body"/> takes for each, or nothing.</summary>
    public bool TryBody(in Principal who, IPAddress address, LimitClass paid, LimitClass limitClass, int tokens)
    {
        Span<Toll> tolls = stackalloc Toll[TollsMost];
        return TryTake(tolls[..PutBody(tolls, in who, address, paid, limitClass)], limitClass, tokens);
    }

    /// <summary>Gives back what <see cref="TryAddress"/> took.</summary>
    public void GiveBackAddress(IPAddress address, LimitClass limitClass, int tokens)
    {
        Span<Toll> tolls = stackalloc Toll[TollsMost];
        GiveBack(tolls[..PutAddress(tolls, address, limitClass)], limitClass, tokens);
    }

    /// <summary>Gives back what <see cref="TryBody"/> took.</summary>
    public void GiveBackBody(in Principal who, IPAddress address, LimitClass paid, LimitClass limitClass, int tokens)
    {
        Span<Toll> tolls = stackalloc Toll[TollsMost];
        GiveBack(tolls[..PutBody(tolls, in who, address, paid, limitClass)], limitClass, tokens);
    }

    // Exits have no bucket of the whole venue: what makes risk smaller is refused to nobody because of others.
    private static bool PaysVenue(LimitClass limitClass) => limitClass != LimitClass.Exits;

    private static bool PaysAgain(LimitClass paid, LimitClass limitClass) => limitClass != LimitClass.Exits && limitClass != paid;

    private static int PutAddress(Span<Toll> into, IPAddress address, LimitClass limitClass)
    {
        into[0] = Toll.OfAddress(address);
        if (!PaysVenue(limitClass)) return 1;
        into[1] = Toll.OfVenue;
        return 2;
    }

    private int PutBody(Span<Toll> into, in Principal who, IPAddress address, LimitClass paid, LimitClass limitClass)
    {
        int count = PaysAgain(paid, limitClass) ? PutAddress(into, address, limitClass) : 0;
        return count + PutOwn(into[count..], in who);
    }

    private int PutOwn(Span<Toll> into, in Principal who)
    {
        int count = 0;
        if (who.Key != 0) into[count++] = Toll.OfKey(who.Key);
        into[count++] = Toll.OfAccount(who.Account, who.Role == Role.Trader ? 1 : limits.StaffTimes);
        return count;
    }

    private bool TryTake(ReadOnlySpan<Toll> tolls, LimitClass limitClass, int tokens)
    {
        Invariant.That(limitClass is LimitClass.Exits or LimitClass.Orders or LimitClass.Reads, "what has no bucket cannot be given back");
        long now = NowNs;
        for (int i = 0; i < tolls.Length; i++)
        {
            if (Bucket(tolls[i], limitClass, now).Take(LimitOf(tolls[i], limitClass), tokens, now).IsPaid) continue;
            Return(tolls[..i], limitClass, tokens);
            return false;
        }
        foreach (Toll toll in tolls) Counts.Add(toll.Scope, limitClass, isPaid: true, tokens);
        return true;
    }

    private void GiveBack(ReadOnlySpan<Toll> tolls, LimitClass limitClass, int tokens)
    {
        Return(tolls, limitClass, tokens);
        foreach (Toll toll in tolls) Counts.Add(toll.Scope, limitClass, isPaid: true, -tokens);
    }

    private void Return(ReadOnlySpan<Toll> tolls, LimitClass limitClass, int tokens)
    {
        long now = NowNs;
        foreach (Toll toll in tolls) Bucket(toll, limitClass, now).GiveBack(LimitOf(toll, limitClass), tokens);
    }

    // One after the other; who comes before the one that has not enough has paid. The caller is told of one of them.
    private Charge Take(ReadOnlySpan<Toll> tolls, int told, LimitClass limitClass, int tokens)
    {
        long now = NowNs;
        Charge mine = Charge.Free;
        for (int i = 0; i < tolls.Length; i++)
        {
            Charge charge = Take(tolls[i], limitClass, tokens, now);
            if (!charge.IsPaid) return charge;
            if (i == told) mine = charge;
        }
        return mine;
    }

    private Charge Take(Toll toll, LimitClass limitClass, int tokens, long now)
    {
        if (limitClass == LimitClass.Free || (toll.Scope == LimitScope.Account && limitClass == LimitClass.Auth)) return Charge.Free;
        Charge charge = Bucket(toll, limitClass, now).Take(LimitOf(toll, limitClass), tokens, now);
        Counts.Add(toll.Scope, limitClass, charge.IsPaid, tokens);
        return charge;
    }

    private TokenBucket Bucket(Toll toll, LimitClass limitClass, long now)
    {
        ulong key = unchecked((toll.Whose * 31 + (ulong)limitClass) * 8 + (ulong)toll.Scope);
        return _buckets.TryGetValue(key, out TokenBucket? bucket) ? bucket : Add(key, now);
    }

    private RateLimit LimitOf(Toll toll, LimitClass limitClass)
    {
        RateLimit limit = limits.Of(limitClass, toll.Scope);
        return toll.Times > 1 ? new RateLimit(limit.PerSecond * toll.Times, limit.Burst * toll.Times) : limit;
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

    // A bucket that pays, of which it may be some times the size.
    private readonly record struct Toll(ulong Whose, LimitScope Scope, int Times)
    {
        public static Toll OfVenue => new(0, LimitScope.Venue, 1);

        public static Toll OfAddress(IPAddress address) => new(KeyOf(address), LimitScope.Address, 1);

        public static Toll OfKey(int key) => new((uint)key, LimitScope.Key, 1);

        public static Toll OfAccount(int account, int times) => new(Hash64.SplitMix((ulong)(uint)account), LimitScope.Account, times);
    }
}
