using Peregrine.Gateway.Json;
using Peregrine.MarketData.Markets;

namespace Peregrine.Gateway.Fapi.Markets;

/// <summary>A market's last day in the engine's units. In a market without trades everything is 0 and there are no ids.</summary>
internal readonly record struct DayFacts(
    long Open, long High, long Low, long Close, long Volume, long Notional, long Average, long Change, long ChangePercentE3, long LastQty, long FirstId, long LastId, long Count)
{
    public const long LengthMs = 24 * 3_600_000L;

    public static readonly Scale Percent = new(1, 3);

    public static DayFacts Of(Gateway gateway, FapiMarket market, in MarketFacts facts)
    {
        Bar day = facts.Day;
        long last = facts.Last.Value;
        if (day.Count == 0) return new(last, last, last, last, 0, 0, 0, 0, 0, 0, FapiWords.NoId, FapiWords.NoId, 0);
        Span<PublicTrade> latest = [default];
        gateway.Trading.Views.ReadTrades(market.Id, latest);
        long change = day.Close.Value - day.Open.Value;
        return new(
            day.Open.Value, day.High.Value, day.Low.Value, day.Close.Value, day.Volume.Value, day.Paid.Value,
            market.PriceOf(day.Notional, day.Volume.Value), change, (long)((Int128)change * 100_000 / day.Open.Value), latest[0].Qty.Value, FapiWords.IdOf(day.FirstTrade), FapiWords.IdOf(day.LastTrade), day.Count);
    }
}
