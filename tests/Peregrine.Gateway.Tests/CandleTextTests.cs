using Peregrine.Core;
using Peregrine.Gateway.Candles;
using Peregrine.MarketData.Candles;

namespace Peregrine.Gateway.Tests;

public sealed class CandleTextTests
{
    private const long Minute = 60_000_000_000;

    [Theory]
    [InlineData(0, true, false)]
    // The clock was read, the minute ended, and then they were copied: the one behind says that the first has all of its trades.
    [InlineData(Minute - 1, true, false)]
    [InlineData(Minute, true, false)]
    [InlineData(2 * Minute - 1, true, false)]
    [InlineData(2 * Minute, true, true)]
    public void A_candle_is_closed_when_it_ended_before_the_copy_or_another_follows_it_there(long nowNs, bool isFirstClosed, bool isLastClosed)
    {
        Candle[] copied = [Candle.Flat(0, new Subticks(1)), Candle.Flat(Minute, new Subticks(1))];
        Assert.Equal(isFirstClosed, CandleText.IsClosed(CandleInterval.Minute, copied, 0, nowNs));
        Assert.Equal(isLastClosed, CandleText.IsClosed(CandleInterval.Minute, copied, 1, nowNs));
    }

    [Fact]
    public void Alone_it_is_closed_by_the_clock()
    {
        Candle[] copied = [Candle.Flat(0, new Subticks(1))];
        Assert.False(CandleText.IsClosed(CandleInterval.Minute, copied, 0, Minute - 1));
        Assert.True(CandleText.IsClosed(CandleInterval.Minute, copied, 0, Minute));
    }
}
