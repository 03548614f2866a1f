using System.Text;
using Peregrine.Client.Json;

namespace Peregrine.Client;

public class GridTests
{
    [Theory]
    [InlineData("0.1", "60123.4", 601_234)]
    [InlineData("0.1", "060123.40", 601_234)]
    [InlineData("0.00001", "1", 100_000)]
    [InlineData("1", "-7", -7)]
    [InlineData("0.5", "2.5", 5)]
    [InlineData("0.000001", "9223372036854.775807", long.MaxValue)]
    [InlineData("0.000000000001", "0.000000000001", 1)]
    public void Text_becomes_steps(string step, string text, long count)
    {
        Assert.True(Grid.TryOf(Encoding.ASCII.GetBytes(step), out Grid grid));
        Assert.True(grid.TryParse(Encoding.ASCII.GetBytes(text), out long actual));
        Assert.Equal(count, actual);
    }

    [Theory]
    [InlineData("0.15")]
    [InlineData("1e3")]
    [InlineData("+1")]
    [InlineData(".5")]
    [InlineData("5.")]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("1 ")]
    [InlineData("0,1")]
    [InlineData("99999999999999999999999999999999999999999")]
    [InlineData("922337203685477580.8")]
    public void What_is_no_count_of_steps_is_refused(string text)
    {
        Grid.TryOf("0.1"u8, out Grid grid);
        Assert.False(grid.TryParse(Encoding.ASCII.GetBytes(text), out _));
    }

    [Theory]
    [InlineData(601_234, "60123.4")]
    [InlineData(601_230, "60123")]
    [InlineData(-1, "-0.1")]
    [InlineData(0, "0")]
    [InlineData(long.MinValue, "-922337203685477580.8")]
    public void Steps_become_the_shortest_text(long count, string text)
    {
        Grid.TryOf("0.1"u8, out Grid grid);
        Assert.Equal(text, grid.Text(count));
    }

    [Fact]
    public void Text_and_steps_go_both_ways()
    {
        var random = new Random(1);
        Span<byte> text = stackalloc byte[Grid.LengthMax];
        for (int i = 0; i < 20_000; i++)
        {
            var grid = new Grid(1 + random.NextInt64(1L << random.Next(1, 45)));
            long count = random.NextInt64(long.MaxValue) >> random.Next(63);
            if (random.Next(2) == 0) count = -count;
            Assert.True(grid.TryParse(text[..grid.Format(count, text)], out long back), $"{count} steps of {grid.UnitE12}");
            Assert.Equal(count, back);
        }
    }
}
