using System.Collections.Concurrent;
using System.Diagnostics;
using Peregrine.Client;
using Peregrine.Client.Accounts;
using Peregrine.Client.Markets;
using Peregrine.Client.Orders;
using Peregrine.Client.Signing;
using Peregrine.Client.Streams;
using Peregrine.Core;

namespace Peregrine.Bench.Fanout;

/// <summary>Somebody who trades while thousands listen: places and cancels far from the price, and trades with another when asked to. How late he hears of his own orders is counted from when he sent them.</summary>
internal sealed class BusyTrader : IDisposable
{
    private static readonly Micros Dollars = new(100_000_000);
    private const string Password = "correct horse battery staple";
    private readonly Session _session = new();
    private readonly CancellationTokenSource _over = new();
    private readonly ConcurrentDictionary<string, long> _sent = new();
    private readonly VenueClient _client;
    private readonly MarketTerms _market;
    private readonly Ticks _around;
    private readonly Lots _qty;
    private readonly VenueStream _stream;
    private int _orders;

    private BusyTrader(Uri url, MarketTerms market, Ticks around)
    {
        (_client, _market, _around) = (new VenueClient(url, _session), market, around);
        _qty = market.LotsFor(Dollars, around);
        _stream = _client.Stream();
    }

    /// <summary>From sending an order to being told of it on the private channel.</summary>
    public Latencies Told { get; private set; } = new();

    public void Begin() => Told = new Latencies();

    public static async Task<BusyTrader> Enter(Uri url, string market)
    {
        using var visitor = new VenueClient(url, Credentials.None);
        MarketBoard markets = (await visitor.Markets.List()).Value;
        MarketTerms terms = markets[market];
        var trader = new BusyTrader(url, terms, new Ticks((await visitor.Markets.Mark(terms)).Value.Mark.Value / Subticks.PerTick));
        string email = $"listener{Guid.NewGuid():N}@load.invalid";
        _ = (await trader._client.People.SignUp(email, Password)).Value;
        _ = (await trader._client.People.SignIn(email, Password)).Value;
        trader._stream.Subscribe(new AccountFeed(markets) { OrderChanged = trader.Hear });
        _ = trader._stream.Run(trader._over.Token);
        await trader._stream.WhenOpen();
        return trader;
    }

    /// <summary>About a hundred orders a second that rest, each cancelled before the next, until it is stopped.</summary>
    public async Task Trade(CancellationToken stop)
    {
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        try
        {
            while (await beat.WaitForNextTickAsync(stop))
            {
                Reply<OrderReceipt> placed = await Place(Side.Buy, new Ticks(_around.Value - 1000), TimeInForce.Gtc);
                if (placed.IsOk) await _stream.Orders.Cancel(placed.Value.Order, CancellationToken.None);
            }
        }
        catch (OperationCanceledException)
        {
            // Enough.
        }
    }

    public ValueTask<Reply<OrderReceipt>> Place(Side side, Ticks price, TimeInForce tif)
    {
        string name = $"f{Interlocked.Increment(ref _orders)}";
        _sent[name] = Stopwatch.GetTimestamp();
        return _stream.Orders.Place(new OrderTicket { Market = _market, Side = side, Price = price, Qty = _qty, Tif = tif, ClientId = ClientOrderId.Parse(name) });
    }

    /// <summary>A hundred dollars' worth changes hands.</summary>
    public async Task TradeWith(BusyTrader other)
    {
        _ = (await Place(Side.Sell, _around, TimeInForce.Gtc)).Value;
        _ = (await other.Place(Side.Buy, _around, TimeInForce.Ioc)).Value;
    }

    public void Dispose()
    {
        _over.Cancel();
        _over.Dispose();
        _client.Dispose();
    }

    private void Hear(OrderInfo order)
    {
        if (_sent.TryRemove(order.ClientId.ToString(), out long since)) Told.Add(Stopwatch.GetElapsedTime(since));
    }
}
