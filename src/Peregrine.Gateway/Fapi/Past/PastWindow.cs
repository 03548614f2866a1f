using Peregrine.Gateway.Fapi.Errors;
using Peregrine.Gateway.Fapi.Http;
using Peregrine.History;

namespace Peregrine.Gateway.Fapi.Past;

/// <summary>Which rows a request means: from a moment or an id on the first ones, else the latest.</summary>
internal readonly record struct PastWindow(long SinceMs, long UntilMs, HistoryAddress? From, int Limit)
{
    private const long DayMs = 24 * 3_600_000L, LastMs = long.MaxValue / 1_000_000;

    private const int ScanRows = 1_000;

    /// <summary>The first rows are meant, and not the latest.</summary>
    public bool IsFromStart { get; private init; }

    /// <param name="call">Whose parameters.</param>
    /// <param name="days">The longest span, and the usual one.</param>
    /// <param name="from">Where an id that was given begins; none when none was.</param>
    /// <param name="usual">Rows.</param>
    /// <param name="most">Rows.</param>
    public static PastWindow Read(FapiCall call, int days, HistoryAddress? from, int usual, int most)
    {
        long now = call.NowMs, since = call.Params.Whole("startTime"u8, 0), until = call.Params.Whole("endTime"u8, now);
        int limit = call.Params.Limit(usual, most);
        if (since > until) call.Refuse(FapiError.BackToFront);
        else if (since > 0 && call.Params.Has("endTime"u8) && until - since > days * DayMs) call.Refuse(FapiError.TooManyDays(days));
        if (from is not null) return new(0, LastMs, from, limit) { IsFromStart = true };
        if (since > 0) return new(since, Math.Min(until, Math.Min(since, LastMs) + days * DayMs), null, limit) { IsFromStart = true };
        return new(until - days * DayMs, until, null, limit);
    }

    /// <summary>Engine time of a client's milliseconds, however large: there is a last moment.</summary>
    public static long Nanos(long ms) => Math.Clamp(ms, 0, LastMs) * 1_000_000;

    public bool Has(long ms) => ms >= SinceMs && ms <= UntilMs;

    public HistoryQuery Query(HistoryTable table) => new(table, From, Limit)
    {
        SinceNs = Nanos(SinceMs),
        UntilNs = Nanos(UntilMs < long.MaxValue ? UntilMs + 1 : UntilMs),
        NewestFirst = !IsFromStart,
    };

    /// <summary>For rows of which only some are meant: few may be among many.</summary>
    public HistoryQuery Scan(HistoryTable table) => Query(table) with { Limit = Math.Max(Limit, ScanRows) };
}
