using System.Collections.Concurrent;
using System.Globalization;
using Peregrine.Core;
using Peregrine.Sequencer.Storage;
using Peregrine.Sequencer.Writer;
using Peregrine.Simulation.Disk;
using Peregrine.Simulation.World;

namespace Peregrine.Sequencer.Tests.Writer;

public sealed class ThreadsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("peregrine-threads-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Many_senders_are_all_answered_and_the_journal_says_the_same()
    {
        const int Senders = 6, Each = 400;
        var acknowledged = new ConcurrentBag<CommandReceipt>();
        ulong hash;
        using (PosixStorage storage = PosixStorage.At(_folder))
        {
            var clock = new SteadyClock();
            using Sequencer venue = Sequencer.Open(storage, clock, Stepped.Small);
            using (new SequencerThreads(venue, clock))
            {
                foreach (Command[] group in SmallVenue.Groups()) Assert.Equal(RejectCode.None, (await venue.Submit(group)).Code);
                await Task.WhenAll(Enumerable.Range(0, Senders).Select(s => Task.Run(() => Send(venue, s, Each, acknowledged))));
            }
            hash = venue.Engine.RollingHash;
        }
        Assert.Equal(Senders * Each, acknowledged.Count);
        Assert.Equal(acknowledged.Count, acknowledged.Select(r => r.Seq).Distinct().Count());
        using PosixStorage again = PosixStorage.At(_folder);
        using Sequencer recovered = Sequencer.Open(again, new SteadyClock(), Stepped.Small);
        Assert.Equal(hash, recovered.Engine.RollingHash);
        Assert.Equal(WriterState.Running, recovered.Status.State);
    }

    [Fact]
    public async Task When_the_disk_fails_everybody_who_waits_is_told_so_and_later_ones_too()
    {
        var disk = new SimDisk();
        var clock = new SimClock();
        using Sequencer venue = Sequencer.Open(disk, clock, Stepped.Small);
        using var threads = new SequencerThreads(venue, clock);
        foreach (Command[] group in SmallVenue.Groups()) await venue.Submit(group);
        disk.Faults = new DiskFaults { FlushFailsPerMille = 1000 };
        CommandReceipt[] receipts = await Task.WhenAll(Enumerable.Range(0, 50).Select(async i => await venue.Submit([Command.Of(Stepped.Order(i), account: 1)])));
        Assert.All(receipts, r => Assert.True(r.Code is RejectCode.InDoubt or RejectCode.ReadOnly));
        Assert.Equal(RejectCode.ReadOnly, (await venue.Submit([Command.Of(Stepped.Order(99), account: 1)])).Code);
    }

    [Fact]
    public async Task The_writer_goes_first_where_the_system_allows_it_and_leaves_that_to_nobody()
    {
        var clock = new NiceClock();
        using Sequencer venue = Sequencer.Open(new SimDisk(), clock, Stepped.Small);
        using var threads = new SequencerThreads(venue, clock);
        foreach (Command[] group in SmallVenue.Groups()) Assert.Equal(RejectCode.None, (await venue.Submit(group)).Code);
        // A container may keep even root from it.
        bool isAllowed = await Task.Factory.StartNew(Posix.TryGoFirst, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        Assert.Equal((isAllowed ? -15 : 0, 0), (clock.OfWriter, clock.OfWritersChild));
    }

    [Fact]
    public async Task Ending_works_off_what_was_taken()
    {
        var disk = new SimDisk();
        var clock = new SimClock();
        using Sequencer venue = Sequencer.Open(disk, clock, Stepped.Small);
        List<ValueTask<CommandReceipt>> answers = [];
        using (new SequencerThreads(venue, clock))
        {
            foreach (Command[] group in SmallVenue.Groups()) answers.Add(venue.Submit(group));
        }
        foreach (ValueTask<CommandReceipt> answer in answers) Assert.Equal(RejectCode.None, (await answer).Code);
        Assert.Equal(RejectCode.ReadOnly, (await venue.Submit([Command.Of(Stepped.Order(1), account: 1)])).Code);
    }

    private static async Task Send(Sequencer venue, int sender, int count, ConcurrentBag<CommandReceipt> acknowledged)
    {
        for (int i = 0; i < count;)
        {
            Command command = Command.Of(Stepped.Order(sender * 100_000 + i, i % 2 == 0 ? Side.Buy : Side.Sell), account: 1 + sender);
            CommandReceipt receipt = await venue.Submit([command]);
            if (receipt.Code == RejectCode.Busy) continue;
            Assert.True(receipt.Seq > 0);
            acknowledged.Add(receipt);
            i++;
        }
    }

    /// <summary>A clock that looks at the writer, and at a thread that he starts, when he looks at it.</summary>
    private sealed class NiceClock : IClock
    {
        private const int NiceField = 16;
        private readonly SteadyClock _clock = new();
        private bool _hasLooked;

        public int OfWriter { get; private set; }

        public int OfWritersChild { get; private set; }

        public long NowNs
        {
            get
            {
                if (!_hasLooked && Thread.CurrentThread.Name == "writer") Look();
                return _clock.NowNs;
            }
        }

        private void Look()
        {
            _hasLooked = true;
            OfWriter = Nice();
            var child = new Thread(() => OfWritersChild = Nice());
            child.Start();
            child.Join();
        }

        private static int Nice()
        {
            string stat = File.ReadAllText("/proc/thread-self/stat");
            // What is behind the name, which may hold anything.
            return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[NiceField], CultureInfo.InvariantCulture);
        }
    }
}
