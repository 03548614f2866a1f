using Peregrine.MarketData.Memory;
using Xunit;

namespace Peregrine.MarketData.Tests.Memory;

public sealed class TapeTests
{
    private const long Second = 1_000_000_000;

    private readonly record struct Entry(long Number, long TimeNs) : IDated;

    [Theory]
    [InlineData(Second, 8)]
    [InlineData(Second / 8, 8)]
    [InlineData(Second / 9, 16)]
    [InlineData(Second / 100, 128)]
    [InlineData(0L, 1024)]
    public void It_keeps_so_many_and_those_of_the_last_second(long apart, int kept)
    {
        var tape = new Tape<Entry>(8);
        for (int i = 1; i <= 1000; i++) tape.Add(new Entry(i, i * apart));
        var room = new Entry[2000];
        int count = tape.CopyLatest(room);
        Assert.Equal(Math.Min(kept, 1000), count);
        for (int from = 1000 - count; from < 1000; from++)
        {
            Assert.Equal(1000 - from, tape.Copy(from, room));
            Assert.Equal(Enumerable.Range(from + 1, 1000 - from).Select(n => new Entry(n, n * apart)), room.Take(1000 - from));
        }
        if (count < 1000) Assert.Equal(-1, tape.Copy(1000 - count - 1, room));
        Assert.Equal(0, tape.Copy(1000, room));
    }

    [Fact]
    public void What_was_gone_before_it_grew_stays_gone()
    {
        var tape = new Tape<Entry>(8);
        for (int i = 1; i <= 20; i++) tape.Add(new Entry(i, i * Second));
        for (int i = 21; i <= 30; i++) tape.Add(new Entry(i, 21 * Second));
        var room = new Entry[64];
        // Ten of one moment, where there was room for eight: it grew when the ninth came, and had seven numbers before it lost more.
        Assert.Equal(-1, tape.Copy(19, room));
        Assert.Equal(10, tape.Copy(20, room));
        Assert.Equal(tape.CopyLatest(room), 30 - Enumerable.Range(0, 31).First(n => tape.Copy(n, room) >= 0));
        Assert.Equal(new Entry(30, 21 * Second), room[tape.CopyLatest(room) - 1]);
    }

    [Fact]
    public void It_has_an_end_however_fast_they_come()
    {
        var tape = new Tape<Entry>(1024);
        for (int i = 1; i <= 3 * Tape<Entry>.EntriesMax; i++) tape.Add(new Entry(i, 5));
        Assert.Equal(Tape<Entry>.EntriesMax, tape.CopyLatest(new Entry[2 * Tape<Entry>.EntriesMax]));
        Assert.Equal(-1, tape.Copy(2 * Tape<Entry>.EntriesMax - 1, new Entry[1]));
    }
}
