using System.Text;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Streams;
using Peregrine.MarketData.Depth;

namespace Peregrine.Gateway.Tests;

public sealed class BookTextsTests
{
    private readonly BookTexts _texts = new();
    private readonly DepthFold _depth = new();

    [Theory]
    [InlineData(1)]
    [InlineData(90_211)]
    [InlineData(long.MaxValue - 1)]
    public void Who_is_as_far_is_told_the_same_and_nobody_else(long after)
    {
        Keep(after, after + 1, "{\"prev\":here}");
        Assert.Equal((after + 1, "{\"prev\":here}"), Read(after, _depth));
        Assert.Equal((-1L, ""), Read(after - 1, _depth));
        Assert.Equal((-1L, ""), Read(after + 1, _depth));
        // A book that was made anew counts from somewhere else.
        Assert.Equal((-1L, ""), Read(after, new DepthFold()));
    }

    [Fact]
    public void The_newest_way_on_from_a_state_is_told()
    {
        Keep(10, 11, "first");
        Keep(10, 12, "second");
        Keep(11, 12, "third");
        Assert.Equal((12L, "second"), Read(10, _depth));
        Assert.Equal((12L, "third"), Read(11, _depth));
    }

    [Fact]
    public void Frames_of_single_commands_are_kept_by_nobody()
    {
        var json = new JsonText();
        json.Raw("raw"u8);
        _texts.Keep(json, _depth, 1, BookInterval.Raw, Frame(10, 11));
        json.Clear();
        Assert.Equal(-1, _texts.Write(json, _depth, 1, BookInterval.Raw, 10));
    }

    private static BookFrame Frame(long after, long to) => new(FrameOutcome.Changes, after, to, to, 0, 1, IsShared: true, 0);

    private void Keep(long after, long to, string text)
    {
        var json = new JsonText();
        json.Raw(Encoding.ASCII.GetBytes(text));
        _texts.Keep(json, _depth, 1, BookInterval.Ms20, Frame(after, to));
    }

    private (long To, string Text) Read(long after, DepthFold depth)
    {
        var json = new JsonText();
        long to = _texts.Write(json, depth, 1, BookInterval.Ms20, after);
        return (to, Encoding.ASCII.GetString(json.Written.Span));
    }
}
