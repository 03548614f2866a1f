using System.Collections.Concurrent;
using System.Net;
using Peregrine.Gateway.Fapi.Errors;
using Peregrine.Gateway.Rates;

namespace Peregrine.Gateway.Fapi.Rates;

/// <summary>Who used how much in the windows of the dialect, and which addresses are banned.</summary>
internal sealed class UsageBook(FapiLimits limits, TimeProvider time)
{
    public const int MinuteMs = 60_000, TenSecondsMs = 10_000;

    // What only makes risk smaller goes on for as much again.
    private const int ExitFactor = 2;
    private const int EntriesBeforeSweep = 20_000;
    private readonly ConcurrentDictionary<ulong, UsageWindow> _weights = new();
    private readonly ConcurrentDictionary<ulong, BanRecord> _bans = new();
    private readonly ConcurrentDictionary<int, (UsageWindow Short, UsageWindow Long)> _orders = new();
    private int _sweepAt = EntriesBeforeSweep;

    public FapiLimits Limits => limits;

    /// <summary>Takes what a request costs its address; says no with when to come back.</summary>
    public FapiError? Charge(IPAddress address, int weight, bool isExit)
    {
        ulong key = RateLimiter.KeyOf(address);
        long now = NowMs;
        if (_bans.TryGetValue(key, out BanRecord? ban) && now < ban.UntilMs) return Banned(ban.UntilMs, now);
        if (!_weights.TryGetValue(key, out UsageWindow? window)) window = Add(key, now);
        if (window.TryTake(now, MinuteMs, weight, isExit ? ExitFactor * limits.WeightPerMinute : limits.WeightPerMinute)) return null;
        ban = _bans.GetOrAdd(key, static _ => new BanRecord());
        ban.Refused(now);
        if (now < ban.UntilMs) return Banned(ban.UntilMs, now);
        return new FapiError(-1003, $"Too many requests; current limit is {limits.WeightPerMinute} requests per minute. Please use the websocket for live updates.", 429)
        {
            RetryAfterS = SecondsLeft(now, MinuteMs),
        };
    }

    /// <summary>Counts new orders of an account.</summary>
    public FapiError? ChargeOrders(int account, int count)
    {
        long now = NowMs;
        (UsageWindow brief, UsageWindow minute) = _orders.GetOrAdd(account, static _ => (new UsageWindow(), new UsageWindow()));
        if (!brief.TryTake(now, TenSecondsMs, count, limits.OrdersPer10Seconds)) return TooMany(limits.OrdersPer10Seconds, "10 seconds", SecondsLeft(now, TenSecondsMs));
        return minute.TryTake(now, MinuteMs, count, limits.OrdersPerMinute) ? null : TooMany(limits.OrdersPerMinute, "minute", SecondsLeft(now, MinuteMs));
    }

    public int Weight(IPAddress address) => _weights.TryGetValue(RateLimiter.KeyOf(address), out UsageWindow? window) ? window.Used(NowMs, MinuteMs) : 0;

    public (int Short, int Long) Orders(int account) =>
        _orders.TryGetValue(account, out (UsageWindow Short, UsageWindow Long) windows) ? (windows.Short.Used(NowMs, TenSecondsMs), windows.Long.Used(NowMs, MinuteMs)) : (0, 0);

    private long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    private static long SecondsLeft(long nowMs, int windowMs) => (windowMs - nowMs % windowMs + 999) / 1000;

    private static FapiError Banned(long untilMs, long nowMs) =>
        new(-1003, $"Way too many requests; IP banned until {untilMs}. Please use the websocket for live updates to avoid bans.", 418) { RetryAfterS = (untilMs - nowMs + 999) / 1000 };

    private static FapiError TooMany(int most, string window, long retryAfterS) =>
        new(-1015, $"Too many new orders; current limit is {most} orders per {window}.", 429) { RetryAfterS = retryAfterS };

    private UsageWindow Add(ulong key, long nowMs)
    {
        if (_weights.Count >= _sweepAt)
        {
            foreach ((ulong old, UsageWindow window) in _weights)
            {
                if (window.IsPast(nowMs, MinuteMs)) _weights.TryRemove(old, out _);
            }
            foreach ((ulong old, BanRecord ban) in _bans)
            {
                if (ban.IsForgotten(nowMs)) _bans.TryRemove(old, out _);
            }
            _sweepAt = Math.Max(EntriesBeforeSweep, 2 * _weights.Count);
        }
        return _weights.GetOrAdd(key, static _ => new UsageWindow());
    }
}
