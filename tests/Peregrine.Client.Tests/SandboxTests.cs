using System.Collections.Concurrent;
using Peregrine.Client.Markets;
using Peregrine.Client.Signing;
using Peregrine.Client.Streams;
using Peregrine.Core;
using Peregrine.Sandbox;

namespace Peregrine.Client;

public sealed class SandboxTests(Venue venue) : IClassFixture<Venue>, IDisposable
{
    private readonly CancellationTokenSource _stop = new(TimeSpan.FromMinutes(2));

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    [Fact]
    public async Task Two_makers_quote_every_market_and_prices_are_told()
    {
        using var visitor = new VenueClient(venue.Url, Credentials.None);
        MarketBoard markets = (await visitor.Markets.List()).Value;
        var teller = new Notes(markets.All.Count);
        Task sandbox = new SandboxVenue(venue.Url, new SandboxOptions { PriceEvery = TimeSpan.FromMilliseconds(60) }, [1, 2, 3], teller).Run(_stop.Token);
        VenueStream stream = visitor.Stream();
        _ = stream.Run(_stop.Token);
        await Task.WhenAll(markets.All.Select(market => Quoted(stream, market, sandbox)));
        await teller.All.WaitAsync(_stop.Token);
        Assert.False(sandbox.IsCompleted);
        await _stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sandbox);
    }

    [Fact]
    public void The_same_seed_makes_the_same_prices_and_another_seed_others()
    {
        Assert.Equal(Path(1), Path(1));
        Assert.NotEqual(Path(1), Path(2));
        Assert.All(Path(3), static price => Assert.InRange(price, 1, 1_000_000));
    }

    [Fact]
    public void A_maker_at_his_limit_quotes_only_what_brings_him_back()
    {
        var ladder = new QuoteLadder(new SandboxOptions(), TestMarkets.Btc);
        QuoteLadder.Quote[] flat = [.. ladder.Quotes(600_000, default, 0)], full = [.. ladder.Quotes(600_000, new Lots(10_000_000), 0)];
        Assert.Equal((5, 5), (flat.Count(q => q.Side == Side.Buy), flat.Count(q => q.Side == Side.Sell)));
        Assert.All(full, static q => Assert.Equal(Side.Sell, q.Side));
        Assert.True(flat.Where(q => q.Side == Side.Buy).Max(q => q.Price.Value) < flat.Where(q => q.Side == Side.Sell).Min(q => q.Price.Value));
    }

    private static double[] Path(int seed)
    {
        var walk = new PriceWalk(new SandboxOptions { Seed = seed }, [1000, 2000]);
        double[] path = new double[2000];
        for (int i = 0; i < path.Length; i += 2)
        {
            walk.Step();
            (path[i], path[i + 1]) = (walk[0], walk[1]);
        }
        return path;
    }

    private async Task Quoted(VenueStream stream, MarketTerms market, Task sandbox)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var feed = new BookFeed(market);
        // Two makers with five levels a side each, some of which share a price.
        feed.Changed += book =>
        {
            if (book.Bids > 5 && book.Asks > 5) done.TrySetResult();
        };
        stream.Subscribe(feed);
        if (await Task.WhenAny(done.Task, sandbox) == sandbox) await sandbox;
    }

    private sealed class Notes(int markets) : IPriceTeller
    {
        private readonly ConcurrentDictionary<string, Subticks> _told = [];
        private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task All => _all.Task;

        public ValueTask<bool> Tell(MarketTerms market, Subticks price, CancellationToken stop)
        {
            _told[market.Name] = price;
            if (_told.Count == markets) _all.TrySetResult();
            return new(true);
        }
    }
}
