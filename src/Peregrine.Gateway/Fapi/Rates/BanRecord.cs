namespace Peregrine.Gateway.Fapi.Rates;

/// <summary>One address that went on after it was told to wait.</summary>
internal sealed class BanRecord
{
    // Some clients have a few requests under way when the first no arrives.
    private const int RefusalsBeforeBan = 20;
    private const long FirstBanMs = 2 * 60_000, LongestBanMs = 3 * 24 * 3_600_000L, ForgetAfterMs = 24 * 3_600_000L;

    private readonly Lock _lock = new();
    private long _minute;
    private int _refusals;
    private long _lengthMs;
    private long _untilMs;

    public long UntilMs => Volatile.Read(ref _untilMs);

    public bool IsForgotten(long nowMs) => nowMs > UntilMs + ForgetAfterMs && nowMs / 60_000 != Volatile.Read(ref _minute);

    /// <summary>Another request was refused; whoever does not stop is banned, each time for longer.</summary>
    public void Refused(long nowMs)
    {
        lock (_lock)
        {
            if (_minute != nowMs / 60_000) (_minute, _refusals) = (nowMs / 60_000, 0);
            if (++_refusals < RefusalsBeforeBan || nowMs < _untilMs) return;
            _lengthMs = nowMs > _untilMs + ForgetAfterMs || _lengthMs == 0 ? FirstBanMs : Math.Min(LongestBanMs, _lengthMs * 4);
            _refusals = 0;
            Volatile.Write(ref _untilMs, nowMs + _lengthMs);
        }
    }
}
