using Peregrine.Client.Markets;
using Peregrine.Client.Streams;
using Peregrine.Core;

namespace Peregrine.Client;

public class LocalBookTests
{
    [Fact]
    public void Frames_that_are_lost_repeated_swapped_or_changed_never_leave_a_wrong_book()
    {
        int applied = 0, resyncs = 0;
        for (int seed = 0; seed < 200; seed++)
        {
            var venue = new VenueBook(seed);
            var book = new LocalBook(TestMarkets.Btc);
            var random = new Random(seed * 31);
            book.Apply(venue.Snapshot());
            for (int step = 0; step < 300; step++)
            {
                BookFrame diff = venue.Diff();
                int fate = random.Next(40);
                if (fate == 0) continue;
                if (fate == 1) diff.Checksum ^= 1;
                BookStep said = book.Apply(diff);
                if (fate == 2) Assert.Equal(book.IsSynced ? BookStep.Old : BookStep.Gap, book.Apply(diff));
                if (said == BookStep.Applied) applied++;
                if (book.IsSynced) venue.AssertEqual(book);
                if (book.IsSynced || random.Next(3) != 0) continue;
                resyncs++;
                Assert.Equal(BookStep.Applied, book.Apply(venue.Snapshot()));
                venue.AssertEqual(book);
            }
        }
        Assert.True(applied > 10_000 && resyncs > 500, $"{applied} applied, {resyncs} resyncs: the test tests nothing");
    }

    [Fact]
    public void A_diff_before_any_snapshot_is_not_taken()
    {
        var book = new LocalBook(TestMarkets.Btc);
        Assert.Equal(BookStep.Gap, book.Apply(new BookFrame { MdSeq = 1, Prev = 0 }));
        Assert.False(book.IsSynced);
    }

    [Fact]
    public void Best_levels_come_first()
    {
        var book = new LocalBook(TestMarkets.Btc);
        var frame = new BookFrame { IsSnapshot = true, MdSeq = 1 };
        frame.Bids.AddRange([Level(99, 1), Level(100, 2), Level(98, 3)]);
        frame.Asks.AddRange([Level(103, 1), Level(101, 2)]);
        book.Apply(frame);
        Assert.Equal([100L, 99, 98], Enumerable.Range(0, book.Bids).Select(i => book.Bid(i).Price.Value));
        Assert.Equal([101L, 103], Enumerable.Range(0, book.Asks).Select(i => book.Ask(i).Price.Value));
        Assert.Throws<ArgumentOutOfRangeException>(() => book.Ask(2));
    }

    [Fact]
    public void The_checksum_is_that_of_the_specification()
    {
        var book = new LocalBook(TestMarkets.Btc);
        var frame = new BookFrame { IsSnapshot = true, MdSeq = 1, Checksum = 0x976cb7b9db6319b1 };
        frame.Bids.AddRange([Level(600_400, 30_000), Level(600_500, 10_000)]);
        frame.Asks.AddRange([Level(600_600, 20_000), Level(600_700, 40_000)]);
        Assert.Equal(BookStep.Applied, book.Apply(frame));
    }

    internal static BookLevel Level(long price, long total) => new(new Ticks(price), new Lots(total), 1);

    /// <summary>A slow and obvious book that makes frames of its changes.</summary>
    private sealed class VenueBook(int seed)
    {
        private readonly Random _random = new(seed);
        private readonly SortedDictionary<long, long> _bids = [], _asks = [];
        private long _mdSeq = 1;

        public BookFrame Snapshot()
        {
            var frame = new BookFrame { IsSnapshot = true, MdSeq = _mdSeq, Checksum = Checksum() };
            foreach ((long price, long total) in _bids) frame.Bids.Add(Level(price, total));
            foreach ((long price, long total) in _asks) frame.Asks.Add(Level(price, total));
            return frame;
        }

        public BookFrame Diff()
        {
            var frame = new BookFrame { Prev = _mdSeq };
            _mdSeq += 1 + _random.Next(3);
            frame.MdSeq = _mdSeq;
            for (int i = _random.Next(1, 5); i > 0; i--)
            {
                bool isBid = _random.Next(2) == 0;
                BookLevel level = Level(isBid ? _random.Next(900, 1000) : _random.Next(1000, 1100), _random.Next(3) == 0 ? 0 : _random.Next(1, 50));
                (isBid ? frame.Bids : frame.Asks).Add(level);
                SortedDictionary<long, long> side = isBid ? _bids : _asks;
                if (level.Total.Value == 0) side.Remove(level.Price.Value);
                else side[level.Price.Value] = level.Total.Value;
            }
            frame.Checksum = Checksum();
            return frame;
        }

        public void AssertEqual(LocalBook book)
        {
            Assert.Equal(_mdSeq, book.MdSeq);
            Assert.Equal(_bids.Reverse().Select(l => (l.Key, l.Value)), Enumerable.Range(0, book.Bids).Select(i => (book.Bid(i).Price.Value, book.Bid(i).Total.Value)));
            Assert.Equal(_asks.Select(l => (l.Key, l.Value)), Enumerable.Range(0, book.Asks).Select(i => (book.Ask(i).Price.Value, book.Ask(i).Total.Value)));
        }

        // Byte by byte, as the documents say it.
        private ulong Checksum()
        {
            ulong hash = 0xcbf29ce484222325;
            foreach ((long price, long total) in _bids.Reverse().Take(25).Concat(_asks.Take(25)))
            {
                foreach (byte b in BitConverter.GetBytes(price).Concat(BitConverter.GetBytes(total))) hash = unchecked((hash ^ b) * 0x100000001b3);
            }
            return hash;
        }
    }
}
