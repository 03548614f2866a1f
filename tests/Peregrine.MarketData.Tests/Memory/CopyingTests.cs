using System.Runtime.InteropServices;
using Peregrine.Core;
using Peregrine.MarketData.Depth;
using Peregrine.MarketData.Memory;
using Xunit;

namespace Peregrine.MarketData.Tests.Memory;

public sealed class CopyingTests
{
    [Fact]
    public void A_copy_is_torn_when_somebody_wrote_meanwhile_and_only_then()
    {
        WriteMark mark = default;
        Copying copying = new(ref mark);
        Assert.False(copying.WasTorn());
        mark.Begin();
        mark.End();
        Assert.True(copying.WasTorn());
        Assert.False(copying.WasTorn());
    }

    [Fact]
    public void Nobody_waits_for_the_end_of_a_command_in_which_a_fold_broke()
    {
        Venue venue = new();
        DepthFold depth = new();
        foreach (byte[] events in SteadyTrading.Events(venue, rounds: 50))
        {
            int middle = BehindFirstChange(events);
            depth.Apply(events.AsSpan(0, middle == 0 ? events.Length : middle));
            if (middle == 0) continue;
            depth.Abandon();
            Assert.True(depth.Views.Read(1, [], []).MdSeq > 0);
            return;
        }
        Assert.Fail("no command changed the book twice");
    }

    /// <summary>A command stops in the middle of its events; who reads then gets the book that it makes in the end.</summary>
    [Fact]
    public async Task A_book_is_not_shown_in_the_middle_of_a_command()
    {
        Venue venue = new();
        DepthFold depth = new();
        int halved = 0;
        foreach (byte[] events in SteadyTrading.Events(venue, rounds: 300))
        {
            int middle = BehindFirstChange(events);
            if (middle == 0 || halved == 40)
            {
                depth.Apply(events);
                continue;
            }
            halved++;
            long before = depth.Views.Read(1, [], []).MdSeq;
            depth.Apply(events.AsSpan(0, middle));
            TaskCompletionSource isAsking = new(TaskCreationOptions.RunContinuationsAsynchronously);
            Task<BookStamp> read = Task.Run(() =>
            {
                isAsking.SetResult();
                return depth.Views.Read(1, [], []);
            });
            await isAsking.Task;
            depth.Apply(events.AsSpan(middle));
            BookStamp shown = await read;
            Assert.Equal(depth.Views.Read(1, [], []), shown);
            Assert.True(shown.MdSeq > before + 1);
        }
        Assert.Equal(40, halved);
    }

    // Behind the first change of a book when others follow; else 0.
    private static int BehindFirstChange(byte[] events)
    {
        (int at, int first, int changes) = (0, 0, 0);
        while (at < events.Length)
        {
            EventHeader header = MemoryMarshal.Read<EventHeader>(events.AsSpan(at));
            at += header.Length;
            if (header.Kind != EventKind.BookChanged) continue;
            if (++changes == 1) first = at;
        }
        return changes > 1 ? first : 0;
    }
}
