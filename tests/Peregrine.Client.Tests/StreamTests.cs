using System.Collections.Concurrent;
using System.Text.Json;
using System.Threading.Channels;
using Peregrine.Client.Orders;
using Peregrine.Client.Signing;
using Peregrine.Client.Streams;
using Peregrine.Core;

namespace Peregrine.Client;

public sealed class StreamTests : IDisposable
{
    private const string Snapshot = """{"ch":"book","m":"BTC-PERP","speed":"100ms","type":"snapshot","mdSeq":MD,"seq":5,"t":1,"bids":[["100","1",1]],"asks":[]}""";
    private readonly Channel<MemorySocket> _opened = Channel.CreateUnbounded<MemorySocket>();
    private readonly ConcurrentQueue<MemorySocket> _next = [];
    private readonly CancellationTokenSource _stop = new(TimeSpan.FromMinutes(1));
    private readonly VenueClient _client = new(new Uri("http://venue.example"), ApiKey.Hmac("k", "s"), new ClientOptions(), new MemoryLine());
    private readonly VenueStream _stream;

    public StreamTests() => _stream = _client.Stream(Open);

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
        _client.Dispose();
    }

    [Fact]
    public async Task It_names_itself_first_and_asks_for_its_feeds_after_each_loss()
    {
        _stream.Subscribe(new BookFeed(TestMarkets.Btc));
        Task run = Run();
        for (int i = 0; i < 3; i++)
        {
            MemorySocket venue = await Connected();
            JsonElement feed = await venue.Grant();
            Assert.Equal(("subscribe", "book", "BTC-PERP", "100ms"), (Text(feed, "op"), Text(feed, "ch"), Text(feed, "market"), Text(feed, "speed")));
            venue.Break();
        }
        await (await Connected()).Heard();
        Assert.Equal(3, _stream.Losses);
        Assert.False(run.IsCompleted);
    }

    [Fact]
    public async Task It_goes_on_when_nobody_answers_the_door()
    {
        _next.Enqueue(new MemorySocket { CannotConnect = true });
        _next.Enqueue(new MemorySocket { CannotConnect = true });
        _ = Run();
        await Opened();
        await Opened();
        await Connected();
        await _stream.WhenOpen(_stop.Token);
        Assert.True(_stream.IsOpen);
    }

    [Fact]
    public async Task A_refused_name_ends_it()
    {
        Task<Refusal> run = Run();
        MemorySocket venue = await Opened();
        JsonElement auth = await venue.Heard();
        venue.Tell($$$"""{"id":{{{auth.GetProperty("id")}}},"error":{"code":"BAD_SIGNATURE","message":"no"}}""");
        Assert.Equal("BAD_SIGNATURE", (await run).Code);
    }

    [Fact]
    public async Task An_answer_finds_who_asked_whatever_the_order_of_answers()
    {
        MemorySocket venue = await Ready();
        ValueTask<Reply<OrderReceipt>> first = _stream.Orders.Place(Ticket(1)), second = _stream.Orders.Place(Ticket(2));
        long a = (await venue.Heard()).GetProperty("id").GetInt64(), b = (await venue.Heard()).GetProperty("id").GetInt64();
        venue.Tell($$$"""{"id":{{{b}}},"ok":true,"result":{"orderId":"2","state":"live","filled":"0","seq":2}}""");
        venue.Tell($$$$"""{"id":{{{{a}}}},"error":{"code":"BUSY","message":"x","details":{"retryAfterMs":7}}}""");
        Assert.Equal(2, (await second).Value.Order.Value);
        Refusal busy = (await first).Refusal!;
        Assert.Equal((Standing.NotNow, 7L), (busy.Standing, busy.RetryAfterMs));
    }

    [Fact]
    public async Task A_loss_puts_what_was_sent_in_doubt_and_sends_nothing_twice()
    {
        MemorySocket venue = await Ready();
        ValueTask<Reply<OrderReceipt>> order = _stream.Orders.Place(Ticket(1));
        await venue.Heard();
        venue.Break();
        Assert.Equal(Standing.InDoubt, (await order).Refusal!.Standing);
        MemorySocket next = await Connected();
        await _stream.WhenOpen(_stop.Token);
        ValueTask<Reply<OrderReceipt>> cancel = _stream.Orders.Cancel(new OrderId(5));
        Assert.Equal("cancel", Text(await next.Grant(), "op"));
        Assert.True((await cancel).IsOk);
    }

    [Fact]
    public async Task Without_a_connection_nothing_is_sent_and_that_is_said()
    {
        Refusal refusal = (await _stream.Orders.Place(Ticket(1))).Refusal!;
        Assert.Equal((Codes.NotConnected, Standing.NotNow), (refusal.Code, refusal.Standing));
    }

    [Fact]
    public async Task Giving_up_waiting_is_heard_at_once_and_a_late_answer_disturbs_nobody()
    {
        MemorySocket venue = await Ready();
        using var patience = new CancellationTokenSource();
        ValueTask<Reply<OrderReceipt>> order = _stream.Orders.Place(Ticket(1), patience.Token);
        long id = (await venue.Heard()).GetProperty("id").GetInt64();
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await order);
        ValueTask<Reply<OrderReceipt>> other = _stream.Orders.Cancel(new OrderId(5));
        venue.Tell($$$"""{"id":{{{id}}},"ok":true,"result":{"orderId":"1"}}""");
        await venue.Grant();
        Assert.True((await other).Value.Order.IsNone);
    }

    [Fact]
    public async Task A_hole_in_a_book_asks_for_it_again_once()
    {
        var feed = new BookFeed(TestMarkets.Btc);
        var changes = Channel.CreateUnbounded<long>();
        feed.Changed += book => changes.Writer.TryWrite(book.MdSeq);
        MemorySocket venue = await Ready();
        _stream.Subscribe(feed);
        await venue.Grant();
        venue.Tell(Snapshot.Replace("MD", "10", StringComparison.Ordinal));
        Assert.Equal(10, await changes.Reader.ReadAsync(_stop.Token));
        venue.Tell(Diff(14, 12));
        venue.Tell(Diff(15, 14));
        Assert.Equal("subscribe", Text(await venue.Grant(), "op"));
        venue.Tell(Snapshot.Replace("MD", "20", StringComparison.Ordinal));
        venue.Tell(Diff(21, 20));
        Assert.Equal(20, await changes.Reader.ReadAsync(_stop.Token));
        Assert.Equal(21, await changes.Reader.ReadAsync(_stop.Token));
        Assert.Equal((1, true, 2), (feed.Resyncs, feed.Book.IsSynced, feed.Book.Bids));
    }

    [Fact]
    public async Task An_account_goes_on_after_the_step_it_has_and_takes_nothing_twice()
    {
        var feed = new AccountFeed(TestMarkets.Board);
        List<string> fills = [];
        var steps = Channel.CreateUnbounded<long>();
        feed.Filled += fill => fills.Add(fill.TradeId);
        feed.Stepped += seq => steps.Writer.TryWrite(seq);
        _stream.Subscribe(feed);
        _ = Run();
        MemorySocket venue = await Connected();
        Assert.False((await venue.Grant()).TryGetProperty("from", out _));
        venue.Tell("""{"ch":"account","account":"17","type":"snapshot","seq":812,"status":"active","feeTier":0,"orders":[{"orderId":"7","market":"BTC-PERP","state":"live","price":"100.5","qty":"1","filled":"0","rest":"1"}],"positions":[],"balances":[{"asset":"USDC","balance":"5000"}]}""");
        venue.Tell(Step(815, 812, "815-0"));
        venue.Tell(Step(815, 812, "815-0"));
        Assert.Equal((long[])[812, 815], new[] { await steps.Reader.ReadAsync(_stop.Token), await steps.Reader.ReadAsync(_stop.Token) });
        venue.Break();
        venue = await Connected();
        Assert.Equal(815, (await venue.Grant()).GetProperty("from").GetInt64());
        venue.Tell(Step(830, 820, "830-0"));
        Assert.Equal(815, (await venue.Grant()).GetProperty("from").GetInt64());
        venue.Tell(Step(820, 815, "820-0"));
        venue.Tell(Step(830, 820, "830-0"));
        Assert.Equal((long[])[820, 830], new[] { await steps.Reader.ReadAsync(_stop.Token), await steps.Reader.ReadAsync(_stop.Token) });
        Assert.Equal(["815-0", "820-0", "830-0"], fills);
        Assert.Empty(feed.Orders);
    }

    [Fact]
    public async Task What_is_gone_is_told_and_begins_anew()
    {
        var feed = new AccountFeed(TestMarkets.Board);
        int gone = 0;
        var steps = Channel.CreateUnbounded<long>();
        feed.Gone += () => gone++;
        feed.Stepped += seq => steps.Writer.TryWrite(seq);
        _stream.Subscribe(feed);
        _ = Run();
        MemorySocket venue = await Connected();
        await venue.Grant();
        foreach (int seq in (int[])[5, 90])
        {
            if (seq == 90) venue.Tell("""{"ch":"account","account":"17","type":"gone"}""");
            venue.Tell($$"""{"ch":"account","account":"17","type":"snapshot","seq":{{seq}},"orders":[],"positions":[],"balances":[]}""");
            Assert.Equal(seq, await steps.Reader.ReadAsync(_stop.Token));
        }
        Assert.Equal(1, gone);
    }

    private static string Diff(long mdSeq, long prev) =>
        $$"""{"ch":"book","m":"BTC-PERP","speed":"100ms","type":"diff","mdSeq":{{mdSeq}},"prev":{{prev}},"seq":6,"t":1,"bids":[["99.9","2",1]],"asks":[]}""";

    private static string Step(long seq, long prev, string trade) =>
        $$$"""{"ch":"account","account":"17","type":"step","seq":{{{seq}}},"prev":{{{prev}}},"t":1,"events":[{"topic":"fills","event":"trade","fill":{"tradeId":"{{{trade}}}","orderId":"7","market":"BTC-PERP","side":"buy","price":"100.5","qty":"1","isMaker":true,"fee":"0.1","realised":"0","reason":"user","time":1,"seq":{{{seq}}}}},{"topic":"orders","event":"trade","order":{"orderId":"7","market":"BTC-PERP","state":"filled"}}]}""";

    private static OrderTicket Ticket(long qty) => OrderTicket.Limit(TestMarkets.Btc, Side.Buy, new Lots(qty), new Ticks(1000));

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    private MemorySocket Open()
    {
        MemorySocket socket = _next.TryDequeue(out MemorySocket? prepared) ? prepared : new MemorySocket();
        _opened.Writer.TryWrite(socket);
        return socket;
    }

    private Task<Refusal> Run() => _stream.Run(_stop.Token);

    private ValueTask<MemorySocket> Opened() => _opened.Reader.ReadAsync(_stop.Token);

    private async Task<MemorySocket> Connected()
    {
        MemorySocket venue = await Opened();
        JsonElement auth = await venue.Grant();
        Assert.Equal(("auth", "k"), (Text(auth, "op"), Text(auth, "key")));
        return venue;
    }

    private async Task<MemorySocket> Ready()
    {
        _ = Run();
        MemorySocket venue = await Connected();
        await _stream.WhenOpen(_stop.Token);
        return venue;
    }
}
