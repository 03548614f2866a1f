using Peregrine.Core;
using Peregrine.Sequencer.Events;

namespace Peregrine.Sequencer.Tests.Events;

public class EventRingTests
{
    private const int Capacity = 1 << 16;

    [Fact]
    public void A_follower_gets_every_event_in_order_over_many_rounds()
    {
        var ring = new EventRing(Capacity);
        var writer = new EventWriter(ring);
        ring.Publish(0);
        var follower = new RingFollower(ring, 0);
        var seen = new List<(long, int)>();
        for (long seq = 1; seq <= 5000; seq++)
        {
            Tell(ring, writer, seq);
            if (seq % 7 == 0) Follow(follower, seen);
        }
        Follow(follower, seen);
        Assert.Equal(Enumerable.Range(1, 5000).SelectMany(s => Enumerable.Range(0, Events(s)).Select(i => ((long)s, i))), seen);
        Assert.Equal(5000, follower.Cursor);
    }

    [Fact]
    public void A_follower_begins_right_behind_the_command_it_names()
    {
        var ring = new EventRing(Capacity);
        var writer = new EventWriter(ring);
        ring.Publish(0);
        for (long seq = 1; seq <= 100; seq++) Tell(ring, writer, seq, publish: seq % 10 == 0);
        var seen = new List<(long, int)>();
        Follow(new RingFollower(ring, 37), seen);
        Assert.Equal((38L, 0), seen[0]);
        Assert.Equal((100L, Events(100) - 1), seen[^1]);
    }

    [Fact]
    public void Who_was_overtaken_is_told_and_gets_nothing_wrong()
    {
        var ring = new EventRing(Capacity);
        var writer = new EventWriter(ring);
        ring.Publish(0);
        var slow = new RingFollower(ring, 0, copyBytes: 1);
        Tell(ring, writer, 1);
        Assert.False(slow.Next().IsEmpty);
        for (long seq = 2; seq <= 5000; seq++) Tell(ring, writer, seq);
        Assert.True(slow.Next().IsEmpty);
        Assert.True(slow.IsBehind);
        Assert.Equal(1, slow.Cursor);
        var late = new RingFollower(ring, 1);
        Assert.True(late.Next().IsEmpty);
        Assert.True(late.IsBehind);
    }

    [Fact]
    public void The_writer_waits_for_the_dispatcher_and_for_nobody_else()
    {
        var ring = new EventRing(Capacity);
        var writer = new EventWriter(ring);
        ring.Publish(0);
        int waited = 0;
        ring.WaitWith(() =>
        {
            waited++;
            ring.Release(ring.Published);
        });
        for (long seq = 1; seq <= 5000; seq++) Tell(ring, writer, seq, release: false);
        Assert.InRange(waited, 1, 1000);
    }

    [Fact]
    public void A_follower_on_another_thread_never_sees_half_an_event()
    {
        var ring = new EventRing(Capacity);
        var writer = new EventWriter(ring);
        ring.Publish(0);
        const int Last = 50_000;
        string? wrong = null;
        var thread = new Thread(() =>
        {
            var follower = new RingFollower(ring, 0);
            long cursor = 0;
            while (cursor < Last && wrong is null)
            {
                EventReader reader = new(follower.Next());
                while (reader.Next())
                {
                    if (reader.Header.Seq < cursor || reader.Header.TimeNs != reader.Header.Seq * 10) wrong = $"command {reader.Header.Seq} after {cursor}";
                    cursor = reader.Header.Seq;
                }
                // Overtaken, as is allowed: begin again where the ring is now.
                if (follower.IsBehind) follower = new RingFollower(ring, cursor = Math.Max(cursor, Volatile.Read(ref _told) - 1));
            }
        });
        thread.Start();
        for (long seq = 1; seq <= Last; seq++)
        {
            Tell(ring, writer, seq);
            Volatile.Write(ref _told, seq);
        }
        Assert.True(thread.Join(TimeSpan.FromSeconds(30)));
        Assert.Null(wrong);
    }

    private long _told;

    private static int Events(long seq) => 1 + (int)(seq % 5);

    private static void Tell(EventRing ring, EventWriter writer, long seq, bool publish = true, bool release = true)
    {
        writer.Begin(seq, seq * 10);
        for (int i = 1; i < Events(seq); i++) writer.Add(1, 1, default(Trade));
        writer.Add(1, 0, default(CommandDone));
        writer.End();
        if (publish) ring.Publish(seq);
        if (release) ring.Release(ring.Published);
    }

    private static void Follow(RingFollower follower, List<(long, int)> seen)
    {
        while (true)
        {
            EventReader reader = new(follower.Next());
            int before = seen.Count;
            while (reader.Next()) seen.Add((reader.Header.Seq, reader.Header.Index));
            if (seen.Count == before) return;
        }
    }
}
