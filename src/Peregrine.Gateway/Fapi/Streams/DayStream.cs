using Peregrine.Gateway.Fapi.Markets;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Streams;
using Peregrine.MarketData.Markets;

namespace Peregrine.Gateway.Fapi.Streams;

/// <summary>The last day, once a second while it changes: of one market, or of all that changed in one list; whole or short.</summary>
internal sealed class DayStream(string name, FapiStreamDesk desk, FapiMarket[] markets, bool isList, bool isMini) : FapiStream(name, desk)
{
    private const int EveryMs = 1000;
    private readonly long[] _told = [.. markets.Select(static _ => -1L)];
    private Pace _pace = new(EveryMs);

    public override IReadOnlyList<NewsSource> Sources { get; } = [NewsSource.Clock];

    public override bool IsDue(long nowMs) => _pace.IsDue(nowMs) && HasChanged();

    protected override bool WriteData(JsonText json, long nowMs)
    {
        if (!_pace.IsDue(nowMs)) return false;
        bool any = false;
        for (int i = 0; i < markets.Length; i++)
        {
            if (!Gateway.Trading.Views.TryRead(markets[i].Id, out MarketFacts facts) || facts.Seq == _told[i]) continue;
            _told[i] = facts.Seq;
            if (!any && isList) json.BeginArray();
            any = true;
            Write(json, markets[i], DayFacts.Of(Gateway, markets[i], in facts), facts.TimeNs / 1_000_000);
        }
        if (any && isList) json.EndArray();
        if (any) _pace.Done(nowMs);
        return any;
    }

    private bool HasChanged()
    {
        for (int i = 0; i < markets.Length; i++)
        {
            if (Gateway.Trading.Views.LastChange(markets[i].Id) != Volatile.Read(ref _told[i])) return true;
        }
        return false;
    }

    private void Write(JsonText json, FapiMarket market, DayFacts day, long closesMs)
    {
        json.BeginObject().Name("e"u8).Plain(isMini ? "24hrMiniTicker"u8 : "24hrTicker"u8).Name("E"u8).Number(NowMs).Name("s"u8).Plain(market.Utf8);
        if (!isMini)
        {
            json.Name("p"u8).Decimal(day.Change, market.Tick).Name("P"u8).Decimal(day.ChangePercentE3, DayFacts.Percent).Name("w"u8).Decimal(day.Average, market.SubTick);
            json.Name("Q"u8).Decimal(day.LastQty, market.Lot);
        }
        json.Name("c"u8).Decimal(day.Close, market.Tick).Name("o"u8).Decimal(day.Open, market.Tick).Name("h"u8).Decimal(day.High, market.Tick);
        json.Name("l"u8).Decimal(day.Low, market.Tick).Name("v"u8).Decimal(day.Volume, market.Lot).Name("q"u8).Decimal(day.Notional, Scale.Micros);
        if (!isMini)
        {
            json.Name("O"u8).Number(closesMs - DayFacts.LengthMs).Name("C"u8).Number(closesMs).Name("F"u8).Number(day.FirstId).Name("L"u8).Number(day.LastId);
            json.Name("n"u8).Number(day.Count);
        }
        json.EndObject();
    }
}
