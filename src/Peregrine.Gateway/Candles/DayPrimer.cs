using Peregrine.Core;
using Peregrine.History;
using Peregrine.MarketData.Markets;

namespace Peregrine.Gateway.Candles;

/// <summary>Fills the moving days of all markets with the minutes before their fold began.</summary>
internal sealed class DayPrimer(MarketFold fold, Func<int> markets) : Primer<IReadOnlyList<(int Market, Bar Minute)>>
{
    private const long MinuteNs = 60_000_000_000;
    private const int Minutes = 24 * 60, FromTrades = 1;

    protected override IReadOnlyList<(int Market, Bar Minute)> Read(IHistoryReader history, long seq, long timeNs)
    {
        List<(int, Bar)> all = [];
        long running = timeNs / MinuteNs * MinuteNs;
        for (int market = 1; market <= markets(); market++)
        {
            IEnumerable<HistoryCandle> pieces = history.ReadSeconds(market, FromTrades, running, seq)
                .Concat(history.ReadCandles(market, FromTrades, MinuteNs, running, Minutes).TakeWhile(c => c.StartNs > running - Minutes * MinuteNs));
            foreach (HistoryCandle piece in pieces) all.Add((market, BarOf(in piece)));
        }
        return all;
    }

    protected override void Give(IReadOnlyList<(int Market, Bar Minute)> what)
    {
        foreach ((int market, Bar minute) in what) fold.Prime(market, in minute);
    }

    private static Bar BarOf(in HistoryCandle candle) => new(
        candle.StartNs / MinuteNs * MinuteNs, TicksOf(candle.Open), TicksOf(candle.High), TicksOf(candle.Low), TicksOf(candle.Close), new Lots(candle.Volume), candle.Notional, candle.Count,
        PastCandle.First(in candle), PastCandle.Last(in candle));

    private static Ticks TicksOf(long subticks) => new(subticks / Subticks.PerTick);
}
