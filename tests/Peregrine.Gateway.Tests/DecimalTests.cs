using System.Text;
using Peregrine.Gateway.Json;

namespace Peregrine.Gateway.Tests;

public sealed class DecimalTests
{
    [Theory]
    [InlineData("1.5", 100_000_000, 15)]
    [InlineData("1.50", 100_000_000, 15)]
    [InlineData("01.5", 100_000_000, 15)]
    [InlineData("60123.4", 100_000_000, 601_234)]
    [InlineData("0", 1, 0)]
    [InlineData("-0", 1, 0)]
    [InlineData("-2.000001", 1_000, -2_000_001)]
    [InlineData("0.000000001", 1, 1)]
    [InlineData("1.0000000000000000000000", 1_000_000_000, 1)]
    [InlineData("9223372036.854775807", 1, long.MaxValue)]
    public void A_decimal_on_the_grid_is_a_whole_number_of_units(string text, long unitE9, long expected)
    {
        Assert.True(DecimalText.TryParse(Encoding.ASCII.GetBytes(text), out DecimalText value));
        Assert.Equal(GridFit.OnGrid, value.To(unitE9, out long count));
        Assert.Equal(expected, count);
    }

    [Theory]
    [InlineData("0.15", 100_000_000)]
    [InlineData("0.0000000001", 1)]
    [InlineData("60123.45", 100_000_000)]
    [InlineData("1", 3)]
    public void Off_the_grid_is_said_so(string text, long unitE9)
    {
        Assert.True(DecimalText.TryParse(Encoding.ASCII.GetBytes(text), out DecimalText value));
        Assert.Equal(GridFit.OffGrid, value.To(unitE9, out _));
    }

    [Fact]
    public void Too_large_is_said_so()
    {
        Assert.True(DecimalText.TryParse("999999999999999999"u8, out DecimalText value));
        Assert.Equal(GridFit.TooLarge, value.To(1, out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".5")]
    [InlineData("5.")]
    [InlineData("1e3")]
    [InlineData("+1")]
    [InlineData("1,5")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("0x1")]
    [InlineData("1.2.3")]
    [InlineData("--1")]
    [InlineData("NaN")]
    [InlineData("12345678901234567891")]
    public void Anything_else_is_no_decimal(string text) => Assert.False(DecimalText.TryParse(Encoding.ASCII.GetBytes(text), out _));

    [Theory]
    [InlineData(601_234, 100_000_000, 9, "60123.4")]
    [InlineData(0, 1, 6, "0")]
    [InlineData(-1, 1, 6, "-0.000001")]
    [InlineData(1_500_000, 1, 6, "1.5")]
    [InlineData(long.MaxValue, 100_000_000, 9, "922337203685477580.7")]
    [InlineData(600_123_456, 100_000_000, 12, "60012.3456")]
    [InlineData(long.MinValue, 1, 6, "-9223372036854.775808")]
    public void A_count_is_written_as_the_shortest_decimal_that_is_exactly_it(long count, long unit, int decimals, string expected)
    {
        Span<byte> into = stackalloc byte[Scale.LengthMax];
        Assert.Equal(expected, Encoding.ASCII.GetString(into[..new Scale(unit, decimals).Write(into, count)]));
    }

    [Fact]
    public void What_is_written_is_read_back_the_same()
    {
        var rng = new Random(7);
        Span<byte> into = stackalloc byte[Scale.LengthMax];
        for (int i = 0; i < 20_000; i++)
        {
            long unit = (long)Math.Pow(10, rng.Next(10));
            long count = rng.NextInt64(1L << rng.Next(1, 50)) * (rng.Next(2) == 0 ? 1 : -1);
            int length = new Scale(unit, 9).Write(into, count);
            if (!DecimalText.TryParse(into[..length], out DecimalText value)) continue;
            Assert.Equal(GridFit.OnGrid, value.To(unit, out long back));
            Assert.Equal(count, back);
        }
    }
}
