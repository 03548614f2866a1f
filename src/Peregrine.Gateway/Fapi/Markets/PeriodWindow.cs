using Peregrine.Gateway.Fapi.Errors;
using Peregrine.Gateway.Fapi.Http;
using Peregrine.Gateway.Fapi.Past;
using Peregrine.MarketData.Candles;

namespace Peregrine.Gateway.Fapi.Markets;

/// <summary>Which periods a request for statistics means: the latest, or with a beginning the first from there on. The one that runs is among them.</summary>
internal readonly record struct PeriodWindow(FapiMarket Market, CandleInterval Period, long LengthNs, long FirstNs, int Count)
{
    private const int Usual = 30, Most = 500;

    public long EndNs => FirstNs + LengthNs * Count;

    /// <summary>None, and refused, when the parameters say nothing that could be meant.</summary>
    public static PeriodWindow? Read(FapiCall call, FapiMarket market)
    {
        CandleInterval? period = PeriodOf(call);
        long now = call.NowMs, since = call.Params.Whole("startTime"u8, -1), until = Math.Min(call.Params.Whole("endTime"u8, now), now);
        int limit = call.Params.Limit(Usual, Most);
        if (since > call.Params.Whole("endTime"u8, now)) call.Refuse(FapiError.BackToFront);
        if (call.Error is not null) return null;
        long length = CandleClock.EndOf(period!.Value, 0), last = PastWindow.Nanos(until) / length, first = Math.Max(0, last - limit + 1);
        // A period that began before the moment is not from there on; behind the last one all moments are the same.
        if (since >= 0) first = (Math.Min(PastWindow.Nanos(since), (last + 1) * length) + length - 1) / length;
        return new(market, period.Value, length, first * length, (int)Math.Clamp(last - first + 1, 0, limit));
    }

    /// <summary>The lengths that statistics have.</summary>
    public static CandleInterval? PeriodOf(FapiCall call)
    {
        ReadOnlySpan<byte> given = call.Params.Needed("period"u8);
        CandleInterval? period = FapiWords.Interval(given);
        if (!given.IsEmpty && period is null or CandleInterval.Second or CandleInterval.Minute or CandleInterval.Minutes3 or CandleInterval.Hours8 or CandleInterval.Days3 or CandleInterval.Week or CandleInterval.Month)
            call.Refuse(FapiError.NotValid("period"));
        return period;
    }
}
