using Peregrine.Core;
using Peregrine.Engine.Matching;
using Xunit;

namespace Peregrine.Engine.Tests.Matching;

public sealed class BookAgainstModelTests
{
    private const long PriceMax = 1L << 60;

    [Fact]
    public void Any_stream_of_changes_leaves_the_same_book_as_the_model()
    {
        for (ulong seed = 1; seed <= 1_500; seed++) Run(seed, steps: 300);
    }

    [Fact]
    public void Long_streams_with_many_levels_agree_too()
    {
        for (ulong seed = 1; seed <= 12; seed++) Run(0xB00C + seed, steps: 8_000);
    }

    [Fact]
    public void Books_that_share_their_slabs_do_not_disturb_each_other()
    {
        var orders = new Slab<Order>(600);
        var farNodes = new Slab<FarNode>(600);
        BookPair[] books = [new(orders, farNodes, 64), new(orders, farNodes, 128), new(orders, farNodes, 4096)];
        var rng = new Rng(77);
        var flows = new PriceFlow[] { new(ref rng), new(ref rng), new(ref rng) };
        for (int step = 0; step < 20_000; step++)
        {
            int at = (int)rng.Below(books.Length);
            Step(books[at], ref flows[at], ref rng);
            if (step % 500 == 0) AssertAll(books[at]);
        }
        Assert.Equal(books.Sum(b => b.Live), orders.Count);
    }

    [Theory]
    [InlineData(1L)]
    [InlineData(PriceMax)]
    public void A_book_at_the_end_of_the_price_range_works(long price)
    {
        var book = new BookPair(new(8), new(8), 64);
        foreach (Side side in new[] { Side.Buy, Side.Sell })
        {
            book.Rest(side, price, 5, 5);
            book.Rest(side, price == 1 ? PriceMax : 1, 7, 7);
            book.Rest(side, price, 3, 1);
            book.AssertWhole(side);
            book.AssertNeighbours(side, PriceMax / 2);
            book.AssertNeighbours(side, 1);
            book.AssertNeighbours(side, PriceMax);
        }
        while (book.Live > 0) book.RemoveAt(0);
        AssertAll(book);
    }

    [Fact]
    public void Prices_ever_farther_away_keep_every_level()
    {
        var book = new BookPair(new(4096), new(4096), 64);
        for (long i = 1; i <= 2_000; i++) book.Rest(i % 2 == 0 ? Side.Buy : Side.Sell, i * 37, 1, 1);
        AssertAll(book);
        for (long i = 1; i <= 1_500; i++) book.RemoveAt(book.Live - 1);
        AssertAll(book);
    }

    [Fact]
    public void An_empty_side_is_crossed_by_nobody()
    {
        var book = new Book(new(4), new(4));
        Assert.False(book.HasSide(Side.Buy));
        Assert.Equal(Order.Nil, book.FirstWithin(Side.Sell, new(PriceMax)));
        Assert.Equal(Order.Nil, book.FirstWithin(Side.Buy, new(1)));
        Assert.Equal(default, book.NextWorse(Side.Buy, new(PriceMax)));
        Assert.Equal(default, book.NextBetter(Side.Sell, new(PriceMax)));
    }

    private static void Run(ulong seed, int steps)
    {
        var rng = new Rng(seed);
        int capacity = (int)rng.Between(4, steps);
        var book = new BookPair(new(capacity), new(capacity), 64 << (int)rng.Below(11));
        var flow = new PriceFlow(ref rng);
        try
        {
            for (int step = 0; step < steps; step++)
            {
                Step(book, ref flow, ref rng);
                if (step % 97 == 0) AssertAll(book);
            }
            AssertAll(book);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"SEED={seed}", e);
        }
    }

    private static void Step(BookPair book, ref PriceFlow flow, ref Rng rng)
    {
        Side side = rng.Chance(50) ? Side.Buy : Side.Sell;
        long price = flow.Next(ref rng, side);
        if (book.Live == 0 || rng.Chance(flow.RestPercent))
        {
            long rest = rng.Between(1, 1_000);
            book.Rest(side, price, rest, rng.Chance(70) ? rest : rng.Between(1, rest));
        }
        else if (rng.Chance(60)) book.RemoveAt((int)rng.Below(book.Live));
        else book.ChangeAt((int)rng.Below(book.Live), ref rng);
        if (rng.Chance(20)) book.AssertNeighbours(side, price);
    }

    private static void AssertAll(BookPair book)
    {
        book.AssertWhole(Side.Buy);
        book.AssertWhole(Side.Sell);
    }

    /// <summary>A market that drifts, jumps, collects far orders and crosses itself, each at a rate the seed picks, some of them never.</summary>
    private struct PriceFlow
    {
        private readonly long _spread;
        private readonly int _jumpPerMille;
        private readonly int _farPercent;
        private readonly int _crossPercent;
        private readonly long _jump;
        private long _middle;

        public PriceFlow(ref Rng rng)
        {
            _middle = 1L << (int)rng.Between(0, 60);
            _spread = 1L << (int)rng.Between(0, 16);
            _jump = 1L << (int)rng.Between(4, 58);
            _jumpPerMille = rng.Chance(40) ? 0 : (int)rng.Between(1, 60);
            _farPercent = rng.Chance(40) ? 0 : (int)rng.Between(1, 60);
            _crossPercent = rng.Chance(40) ? 0 : (int)rng.Between(1, 60);
            RestPercent = (int)rng.Between(35, 65);
        }

        public int RestPercent { get; }

        public long Next(ref Rng rng, Side side)
        {
            _middle += rng.Between(-2, 2);
            if (rng.Below(1000) < _jumpPerMille) _middle += rng.Between(-_jump, _jump);
            _middle = Math.Clamp(_middle, 1, PriceMax);
            if (rng.Chance(_farPercent)) return rng.Chance(10) ? (rng.Chance(50) ? 1 : PriceMax) : 1 + (long)(rng.Next() >> (int)rng.Between(4, 60));
            long away = rng.Between(0, _spread);
            if (rng.Chance(_crossPercent)) away = -away;
            return Math.Clamp(_middle - side.Sign() * away, 1, PriceMax);
        }
    }
}
