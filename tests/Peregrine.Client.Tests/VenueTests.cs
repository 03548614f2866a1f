using System.Threading.Channels;
using Peregrine.Client.Accounts;
using Peregrine.Client.Frames;
using Peregrine.Client.Markets;
using Peregrine.Client.Orders;
using Peregrine.Client.Signing;
using Peregrine.Client.Streams;
using Peregrine.Core;

namespace Peregrine.Client;

/// <summary>The client against the built program.</summary>
public sealed class VenueTests(Venue venue) : IClassFixture<Venue>, IDisposable
{
    private readonly CancellationTokenSource _stop = new(TimeSpan.FromMinutes(2));

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    [Fact]
    public async Task An_order_lives_is_changed_and_ends()
    {
        using VenueClient anna = await venue.Somebody();
        MarketBoard markets = (await anna.Markets.List()).Value;
        MarketTerms btc = markets["BTC-PERP"];
        Assert.Equal((MarketState.Open, 1), (btc.State, btc.Id));
        OrderTicket ticket = OrderTicket.Limit(btc, Side.Buy, btc.Qty("0.01"), btc.Price("57000.1"));
        ticket.ClientId = ClientOrderId.Parse("mine/1");
        OrderReceipt placed = (await anna.Orders.Place(ticket)).Value, again = (await anna.Orders.Place(ticket)).Value;
        Assert.Equal((OrderState.Live, false, true, placed.Order), (placed.State, placed.IsDuplicate, again.IsDuplicate, again.Order));
        OrderReceipt amended = (await anna.Orders.Amend(ticket.ClientId, new OrderChange(btc) { Price = btc.Price("57000.2") })).Value;
        OrderInfo order = (await anna.Account.Order(placed.Order, markets, amended.Seq)).Value;
        Assert.Equal((btc.Price("57000.2"), btc.Qty("0.01"), "mine/1", Side.Buy), (order.Price, order.Rest, order.ClientId.ToString(), order.Side));
        OrderReceipt cancelled = (await anna.Orders.Cancel(ticket.ClientId)).Value;
        Assert.Equal(OrderState.Cancelled, cancelled.State);
        Assert.Empty((await anna.Account.Orders(markets, cancelled.Seq)).Value);
        Assert.Equal("UNKNOWN_ORDER", (await anna.Orders.Amend(ClientOrderId.Parse("never/placed"), new OrderChange(btc) { Price = btc.Price("57000") })).Refusal!.Code);
    }

    [Fact]
    public async Task A_trade_adds_up()
    {
        using VenueClient anna = await venue.Somebody(), ben = await venue.Somebody();
        MarketBoard markets = (await anna.Markets.List()).Value;
        MarketTerms sol = markets["SOL-PERP"];
        Ticks price = sol.Price("150");
        await anna.Orders.Place(OrderTicket.Limit(sol, Side.Sell, sol.Qty("2"), price));
        OrderTicket take = OrderTicket.Limit(sol, Side.Buy, sol.Qty("2"), price);
        take.Tif = TimeInForce.Ioc;
        OrderReceipt taken = (await ben.Orders.Place(take)).Value;
        Assert.Equal(OrderState.Filled, taken.State);
        FillInfo fill = (await ben.Account.Fills(markets, taken.Seq)).Value[0];
        PositionInfo position = (await ben.Account.Positions(markets, taken.Seq)).Value.Single(p => p.Size.Value != 0);
        Assert.Equal((sol.Qty("2"), price, sol.Notional(price, sol.Qty("2")), false), (position.Size, fill.Price, position.Cost, fill.IsMaker));
        AccountStanding standing = (await ben.Account.Standing(taken.Seq)).Value;
        Assert.Equal(5_000_000_000 - fill.Fee.Value, standing.Cash.Value);
    }

    [Fact]
    public async Task Keys_of_both_kinds_open_the_door_and_act_over_sockets()
    {
        using VenueClient anna = await venue.Somebody();
        string[] scopes = ["read", "trade"];
        byte[] seed = Convert.FromHexString("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
        byte[] publicKey = Convert.FromHexString("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
        Rest.NewKey hmac = (await anna.People.CreateKey("h", scopes)).Value, ed = (await anna.People.CreateKey("e", scopes, publicKey)).Value;
        foreach (Credentials key in (Credentials[])[ApiKey.Hmac(hmac.KeyId, hmac.Secret), ApiKey.Ed25519(ed.KeyId, seed)])
        {
            using var bot = new VenueClient(venue.Url, key);
            MarketTerms btc = (await bot.Markets.List()).Value["BTC-PERP"];
            Assert.True((await bot.Orders.Place(OrderTicket.Limit(btc, Side.Buy, btc.Qty("0.001"), btc.Price("56000")))).IsOk);
            VenueStream stream = Open(bot);
            await stream.WhenOpen(_stop.Token);
            Assert.True((await stream.Orders.CancelAll()).Value.Cancelled > 0);
        }
        using var wrong = new VenueClient(venue.Url, ApiKey.Hmac(hmac.KeyId, "00"));
        Assert.Equal("BAD_SIGNATURE", (await wrong.Account.Standing()).Refusal!.Code);
        Assert.Equal("BAD_SIGNATURE", (await wrong.Stream().Run(_stop.Token)).Code);
    }

    [Fact]
    public async Task A_followed_book_is_the_book_that_is_asked_for()
    {
        using VenueClient anna = await venue.Somebody();
        MarketTerms ada = (await anna.Markets.List()).Value["ADA-PERP"];
        VenueStream stream = Open(anna);
        var feed = new BookFeed(ada, BookSpeed.Raw);
        var seen = Channel.CreateUnbounded<(long MdSeq, ulong Checksum, int Bids)>();
        feed.Changed += book => seen.Writer.TryWrite((book.MdSeq, book.Checksum(), book.Bids));
        stream.Subscribe(feed);
        await stream.WhenOpen(_stop.Token);
        List<OrderReceipt> placed = [];
        for (int i = 0; i < 40; i++)
            placed.Add((await stream.Orders.Place(OrderTicket.Limit(ada, Side.Buy, ada.Qty("100"), new Ticks(4500 + i)))).Value);
        long seq = 0;
        foreach (OrderReceipt order in placed.Take(7)) seq = (await stream.Orders.Cancel(order.Order)).Value.Seq;
        LocalBook asked = (await anna.Markets.Book(ada, 1000, seq)).Value;
        (long MdSeq, ulong Checksum, int Bids) last;
        do last = await seen.Reader.ReadAsync(_stop.Token);
        while (last.MdSeq < asked.MdSeq);
        Assert.Equal((asked.MdSeq, asked.Checksum(), 33), (last.MdSeq, last.Checksum, last.Bids));
        Assert.Equal(0, feed.Resyncs);
    }

    [Fact]
    public async Task An_account_is_followed_through_a_lost_socket()
    {
        using VenueClient anna = await venue.Somebody();
        MarketBoard markets = (await anna.Markets.List()).Value;
        MarketTerms dot = markets["DOT-PERP"];
        List<StreamSocket> sockets = [];
        VenueStream stream = Open(anna, () =>
        {
            sockets.Add(new StreamSocket(venue.Url));
            return sockets[^1];
        });
        var feed = new AccountFeed(markets);
        var orders = Channel.CreateUnbounded<OrderInfo>();
        feed.OrderChanged += order => orders.Writer.TryWrite(order);
        var started = new TaskCompletionSource();
        feed.Stepped += _ => started.TrySetResult();
        stream.Subscribe(feed);
        await started.Task.WaitAsync(_stop.Token);
        OrderReceipt first = (await anna.Orders.Place(OrderTicket.Limit(dot, Side.Buy, dot.Qty("10"), new Ticks(4500)))).Value;
        Assert.Equal(first.Order, (await orders.Reader.ReadAsync(_stop.Token)).Order);
        sockets[0].Dispose();
        OrderReceipt second = (await anna.Orders.Place(OrderTicket.Limit(dot, Side.Buy, dot.Qty("10"), new Ticks(4501)))).Value;
        OrderInfo told = await orders.Reader.ReadAsync(_stop.Token);
        Assert.Equal((second.Order, OrderState.Live), (told.Order, told.State));
        Assert.Equal(2, sockets.Count);
    }

    [Fact]
    public async Task Binary_frames_place_change_and_end_orders()
    {
        using VenueClient anna = await venue.Somebody();
        MarketTerms link = (await anna.Markets.List()).Value["LINK-PERP"];
        VenueStream stream = Open(anna);
        await stream.WhenOpen(_stop.Token);
        FramePlace order = new() { Market = link.Id, Type = OrderType.Limit, Side = Side.Buy, Tif = TimeInForce.Gtc, Price = new Ticks(14_000), Qty = link.Qty("5") };
        // Many at once: they share messages, and each gets its own answer.
        ValueTask<Reply<FrameAnswer>>[] asked = [.. Enumerable.Range(0, 50).Select(i => stream.Frames.Place(order with { ClientId = ClientOrderId.Parse($"f{i}"), Price = new Ticks(14_000 - i) }))];
        HashSet<OrderId> ids = [];
        foreach (ValueTask<Reply<FrameAnswer>> one in asked)
        {
            FrameAnswer answer = (await one).Value;
            Assert.Equal((RejectCode.None, OrderState.Live), (answer.Code, answer.State));
            Assert.True(ids.Add(answer.Order));
        }
        Assert.True((await stream.Frames.Amend(ClientOrderId.Parse("f3"), new Ticks(13_000), default)).Value.IsDone);
        Assert.Equal(OrderState.Cancelled, (await stream.Frames.Cancel(ClientOrderId.Parse("f3"))).Value.State);
        Assert.Equal(RejectCode.UnknownOrder, (await stream.Frames.Amend(ClientOrderId.Parse("never/placed"), new Ticks(13_000), default)).Value.Code);
        Assert.Equal(49, (await stream.Frames.CancelAll(link.Id)).Value.Filled.Value);
        await Assert.ThrowsAsync<ArgumentException>(async () => await stream.Frames.Place(order with { Side = 0 }));
    }

    private VenueStream Open(VenueClient client, Func<IStreamSocket>? open = null)
    {
        VenueStream stream = client.Stream(open);
        _ = stream.Run(_stop.Token);
        return stream;
    }
}
