using Peregrine.Core;
using Peregrine.Gateway.Fapi.Markets;
using Peregrine.MarketData.Candles;

namespace Peregrine.Gateway.Tests;

/// <summary>The premium of mark over index, put together from candles of both.</summary>
public sealed class PremiumTests
{
    private const long MinuteNs = 60_000_000_000;

    [Fact]
    public void Borders_of_the_pieces_make_the_candle_of_the_interval()
    {
        Candle[] indices = [At(0, 1000, 1000), At(1, 1000, 2000), At(2, 2000, 2000), At(3, 2000, 2000)];
        Candle[] marks = [At(0, 1001, 1002), At(1, 1002, 1990), At(2, 1990, 2001), At(3, 2001, 2020)];
        Premium[] all = [.. Premium.Join(indices, marks, CandleInterval.Minutes3, 0)];
        Assert.Equal([new Premium(0, 1_000_000, 2_000_000, -5_000_000, 500_000), new Premium(3 * MinuteNs, 500_000, 10_000_000, 500_000, 10_000_000)], all);
    }

    [Fact]
    public void Moments_of_which_one_price_is_not_known_have_no_premium()
    {
        Candle[] indices = [At(0, 0, 1000), At(1, 1000, 1000), At(3, 1000, 1000)];
        Candle[] marks = [At(0, 1000, 1000), At(2, 1000, 1000), At(3, 1010, 990)];
        Assert.Equal([new Premium(3 * MinuteNs, 10_000_000, 10_000_000, -10_000_000, -10_000_000)], Premium.Join(indices, marks, CandleInterval.Minute, 0));
        Assert.Empty(Premium.Join(indices, marks, CandleInterval.Minute, 4 * MinuteNs));
    }

    private static Candle At(int minute, long open, long close) =>
        new(minute * MinuteNs, new Subticks(open), new Subticks(Math.Max(open, close)), new Subticks(Math.Min(open, close)), new Subticks(close), Lots.Zero, 0, 1, Lots.Zero, 0, 0, 0);
}
