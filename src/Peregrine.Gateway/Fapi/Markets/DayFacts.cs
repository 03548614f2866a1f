using System.Buffers;
using Peregrine.Gateway.Json;
using Peregrine.MarketData.Markets;

namespace Peregrine.Gateway.Fapi.Markets;

/// <summary>A market's last day in the engine's units. In a market without trades everything is 0 and there are no ids.</summary>
internal readonly record struct DayFacts(
    long Open, long High, long Low, long Close, long Volume, long Notional, long Average, long Change, long ChangePercentE3, long LastQty, long FirstId, long LastId, long Count)
{
    public const long LengthMs = 24 * 3_600_000L;

    private const int NoId = -1, TapeMax = 1_024;

    public static readonly Scale Percent = new(1, 3);

    public static DayFacts Of(Gateway gateway, FapiMarket market, in MarketFacts facts)
    {
        Bar day = facts.Day;
        long last = facts.Last.Value;
        if (day.Count == 0) return new(last, last, last, last, 0, 0, 0, 0, 0, 0, NoId, NoId, 0);
        PublicTrade[] tape = ArrayPool<PublicTrade>.Shared.Rent(TapeMax);
        int count = gateway.Trading.Views.ReadTrades(market.Id, tape.AsSpan(0, TapeMax));
        // The tape may reach farther back than the day, or less far in a busy market.
        int first = (int)Math.Max(0, count - day.Count);
        (long firstId, long lastId, long qty) = count == 0
            ? (NoId, NoId, 0L)
            : (TradeIds.Of(tape[first].Seq, tape[first].TradeIndex), TradeIds.Of(tape[count - 1].Seq, tape[count - 1].TradeIndex), tape[count - 1].Qty.Value);
        ArrayPool<PublicTrade>.Shared.Return(tape);
        long change = day.Close.Value - day.Open.Value;
        return new(
            day.Open.Value, day.High.Value, day.Low.Value, day.Close.Value, day.Volume.Value, (long)Int128.Min(day.Notional, long.MaxValue),
            market.PriceOf(day.Notional, day.Volume.Value), change, (long)((Int128)change * 100_000 / day.Open.Value), qty, firstId, lastId, day.Count);
    }
}
