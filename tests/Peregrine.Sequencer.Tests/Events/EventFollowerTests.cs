using Peregrine.Core;
using Peregrine.Sequencer.EventFiles;
using Peregrine.Sequencer.Events;
using Peregrine.Sequencer.Storage;
using Peregrine.Simulation.Disk;

namespace Peregrine.Sequencer.Tests.Events;

public sealed class EventFollowerTests : IDisposable
{
    private const int RingBytes = 1 << 16;
    private readonly string _folder = Directory.CreateTempSubdirectory("peregrine-events-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Slow_or_fast_a_follower_gets_every_event_once_from_ring_and_files()
    {
        int turns = 0;
        for (ulong seed = 1; seed <= 15; seed++)
        {
            var rng = new Rng(seed);
            using var told = new Told(new SimDisk());
            var ring = new EventRing(RingBytes);
            var events = new EventWriter(ring);
            ring.Publish(0);
            using var follower = new EventFollower(told.Files, ring, 0);
            (long written, long filed, long seq, int index) = (0, 0, 1, 0);
            bool wasNear = false;
            for (int step = 0; step < 400; step++)
            {
                long to = written + rng.Between(0, rng.PerMille(30) ? 1500 : 20);
                while (written < to) Publish(ring, events, ++written, rng.PerMille(300));
                ring.Publish(written);
                // The files are behind, but never so far that the ring has turned over what they lack.
                long lag = rng.PerMille(500) ? 0 : rng.Below(50);
                if (written - lag > filed)
                {
                    told.Tell(filed + 1, written - lag).Writer.WriteOut();
                    filed = written - lag;
                }
                int reads = rng.PerMille(200) ? 40 : rng.Below(3);
                for (int i = 0; i < reads; i++) Told.Check(follower.Next(), ref seq, ref index);
                Assert.False(follower.IsGone);
                if (follower.IsNear != wasNear) turns++;
                wasNear = follower.IsNear;
            }
            told.Tell(filed + 1, written).Writer.WriteOut();
            while (follower.Cursor < written) Told.Check(follower.Next(), ref seq, ref index);
            Assert.Equal((written + 1, 0), (seq, index));
        }
        Assert.True(turns > 20, $"{turns} changes between ring and files");
    }

    [Fact]
    public void Who_stands_before_everything_that_is_kept_is_told_so()
    {
        using var told = new Told(new SimDisk());
        told.Writer.LeaveGap(101);
        told.Tell(101, 200).Writer.WriteOut();
        var ring = new EventRing(RingBytes);
        ring.Publish(200);
        using var follower = new EventFollower(told.Files, ring, 50);
        Assert.True(follower.Next().IsEmpty && follower.IsGone);
        using var inside = new EventFollower(told.Files, ring, 150);
        Assert.Equal(200, Told.Read(inside));
        Assert.False(inside.IsGone);
    }

    [Fact]
    public void A_reader_of_files_on_another_thread_never_sees_half_a_block()
    {
        using PosixStorage storage = PosixStorage.At(_folder);
        using var told = new Told(storage);
        const long Last = 30_000;
        Exception? wrong = null;
        var thread = new Thread(() => wrong = Record.Exception(() =>
        {
            using var reader = new EventFileReader(told.Files, 0);
            (long seq, int index) = (1, 0);
            while (seq <= Last) Told.Check(reader.Next(), ref seq, ref index);
        }));
        thread.Start();
        for (long seq = 1; seq <= Last; seq += 3)
        {
            told.Tell(seq, seq + 2);
            Assert.True(told.Writer.WriteOut());
        }
        Assert.True(thread.Join(TimeSpan.FromSeconds(60)));
        Assert.Null(wrong);
    }

    [Fact]
    public void A_slow_follower_under_a_fast_writer_on_three_threads_loses_and_repeats_nothing()
    {
        using PosixStorage storage = PosixStorage.At(_folder);
        using var told = new Told(storage);
        var ring = new EventRing(RingBytes);
        var events = new EventWriter(ring);
        ring.Publish(0);
        const long Last = 20_000;
        long published = 0;
        long reached = 0;
        int turns = 0;
        Exception? wrong = null;
        var files = new Thread(() =>
        {
            for (long done = 0; done < Last;)
            {
                long to = Volatile.Read(ref published);
                if (to > done) told.Tell(done + 1, to).Writer.WriteOut();
                else Thread.Yield();
                done = to;
            }
        });
        var slow = new Thread(() => wrong = Record.Exception(() =>
        {
            using var follower = new EventFollower(told.Files, ring, 0);
            var rng = new Rng(1);
            (long seq, int index, bool wasNear) = (1, 0, false);
            while (seq <= Last)
            {
                Told.Check(follower.Next(), ref seq, ref index);
                Volatile.Write(ref reached, seq);
                if (follower.IsNear != wasNear) turns++;
                wasNear = follower.IsNear;
                if (rng.PerMille(50)) Thread.Sleep(1);
            }
        }));
        files.Start();
        slow.Start();
        for (long seq = 1; seq <= Last; seq++)
        {
            Publish(ring, events, seq, true);
            Volatile.Write(ref published, seq);
            if (seq % 500 == 0) Thread.Sleep(1);
            // Now and then the follower may catch up and go along for a while, however busy the machine is; then it is left behind again.
            if (seq % 4_000 == 0) SpinWait.SpinUntil(() => Volatile.Read(ref reached) > seq, TimeSpan.FromSeconds(20));
            if (seq % 4_000 < 20) Thread.Sleep(1);
        }
        Assert.True(files.Join(TimeSpan.FromSeconds(60)) && slow.Join(TimeSpan.FromSeconds(60)));
        Assert.Null(wrong);
        Assert.True(turns > 1, $"{turns} changes between ring and files");
    }

    private static void Publish(EventRing ring, EventWriter events, long seq, bool publish)
    {
        Told.Tell(events, seq);
        if (publish) ring.Publish(seq);
        ring.Release(long.MaxValue / 2);
    }
}
