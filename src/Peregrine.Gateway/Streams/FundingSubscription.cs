using Peregrine.Gateway.Json;
using Peregrine.Gateway.Markets;
using Peregrine.Gateway.Native;

namespace Peregrine.Gateway.Streams;

/// <summary>A market's funding: at once when an hour is fixed or paid, else every five seconds while it moves.</summary>
internal sealed class FundingSubscription(string name, Gateway gateway, MarketTerms market) : Subscription(name)
{
    private const int EveryMs = 5_000, AgainMs = 250;
    private (long Rate, long Paid, long Next)? _fixed;
    private (long Predicted, int Samples) _running;
    private long _dueMs;

    public override IReadOnlyList<NewsSource> Sources { get; } = [NewsSource.Market(market.Id), NewsSource.Clock];

    public override bool IsDue(long nowMs) => nowMs >= Volatile.Read(ref _dueMs);

    public override bool Write(JsonText json, long nowMs)
    {
        if (!PriceJson.TryShow(gateway, market, out PriceJson.ShownFunding shown)) return false;
        (long, long, long) isFixed = (shown.Facts.RatePpb, shown.Facts.PaidHourNs, shown.Facts.NextHourNs);
        (long, int) running = (shown.Facts.ForecastPpb(shown.NowNs), shown.Facts.Samples);
        if (isFixed == _fixed && nowMs < _dueMs) return false;
        if (isFixed == _fixed && running == _running)
        {
            _dueMs = nowMs + AgainMs;
            return false;
        }
        (_fixed, _running, _dueMs) = (isFixed, running, nowMs + EveryMs);
        json.BeginObject().Name("ch"u8).Plain("funding"u8).Name("m"u8).Plain(market.Utf8).Name("data"u8);
        PriceJson.Funding.Write(json, in shown);
        json.EndObject();
        return true;
    }
}
