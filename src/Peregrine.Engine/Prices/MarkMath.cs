using Peregrine.Core;
using Peregrine.Engine.Matching;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Prices;

/// <summary>The three candidates of a mark and the clamp around the index (domain §7.4). Reads the market, changes nothing.</summary>
internal static class MarkMath
{
    public const long HourMs = 3_600_000;
    private const long MillisecondNs = 1_000_000;
    private const int SpreadMaxPercent = 5;

    /// <summary>P1: index with the part of the last funding rate that is still to come; time in whole milliseconds.</summary>
    public static long FundingPrice(long index, long ratePpb, long leftMs) =>
        index + Rounding.Trunc((Int128)index * ratePpb * leftMs, (Int128)Ppb.One * HourMs);

    /// <summary>Milliseconds to the next full hour.</summary>
    public static long LeftOfHourMs(long nowNs) => HourMs - nowNs / MillisecondNs % HourMs;

    /// <summary>P3: the median of best bid, best ask and last trade; false without a side, without a trade, or with a spread above 5 %.</summary>
    public static bool TryBookPrice(Market market, out long price)
    {
        Book book = market.Book;
        price = 0;
        if (!book.HasSide(Side.Buy) || !book.HasSide(Side.Sell) || market.Last.Value == 0) return false;
        (long bid, long ask) = (book.BestPrice(Side.Buy).Value, book.BestPrice(Side.Sell).Value);
        if ((Int128)(ask - bid) * 100 > (Int128)bid * SpreadMaxPercent) return false;
        price = PriceMath.Median(bid, ask, market.Last.Value) * Subticks.PerTick;
        return true;
    }

    /// <summary>⌊(bid + ask) / 2⌋ of the impact prices less index; without both of them 0, which lets averages decay.</summary>
    public static long Basis(Subticks bid, Subticks ask, Subticks index) =>
        bid == Subticks.Zero || ask == Subticks.Zero ? 0 : PriceMath.Between(bid.Value, ask.Value) - index.Value;

    public static long Clamp(long price, long index, int bandPpb)
    {
        long width = Ppb.MulFloor(index, bandPpb);
        return Math.Clamp(price, index - width, index + width);
    }
}
