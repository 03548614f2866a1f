using System.Threading.Channels;
using Peregrine.Client.Accounts;
using Peregrine.Client.Frames;
using Peregrine.Client.History;
using Peregrine.Client.Lending;
using Peregrine.Client.Markets;
using Peregrine.Client.Orders;
using Peregrine.Client.Rest;
using Peregrine.Client.Signing;
using Peregrine.Client.Streams;
using Peregrine.Client.Withdrawals;
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
    public async Task History_is_read_page_by_page_and_candles_with_it()
    {
        using VenueClient anna = await venue.Somebody();
        MarketTerms btc = (await anna.Markets.List()).Value["BTC-PERP"];
        OrderTicket ticket = OrderTicket.Limit(btc, Side.Buy, btc.Qty("0.01"), btc.Price("57000.1"));
        OrderReceipt[] placed = [(await anna.Orders.Place(ticket)).Value, (await anna.Orders.Place(ticket)).Value, (await anna.Orders.Place(ticket)).Value];
        HistoryPage first = (await anna.History.Orders(new PageAsk { Limit = 2, MinSeq = placed[2].Seq })).Value;
        HistoryPage second = (await anna.History.Orders(new PageAsk { Limit = 2, Cursor = first.Next })).Value;
        Assert.Equal(placed.Reverse().Select(p => p.Order.Value), first.Rows.Concat(second.Rows).Select(r => r.Number("orderId")));
        Assert.Null(second.Next);
        Assert.Equal((btc.Price("57000.1").Value, "buy"), (first.Rows[0].Count("price", btc.Tick), first.Rows[0].Text("side")));
        Assert.Equal("deposit", (await anna.History.Ledger()).Value.Rows[^1].Text("kind"));
        Assert.NotEmpty((await anna.History.Candles(btc, "1m", "mark", new PageAsk { Limit = 5 })).Value.Rows);
        Assert.Empty((await anna.History.Liquidations()).Value.Rows);
        Assert.Equal("BAD_VALUE", (await anna.History.Candles(btc, "7m")).Refusal!.Code);
    }

    [Fact]
    public async Task Equal_orders_at_once_are_as_many_orders_and_a_second_step_signs_in_by_code_or_recovery_code()
    {
        using VenueClient anna = await venue.Somebody();
        MarketTerms btc = (await anna.Markets.List()).Value["BTC-PERP"];
        NewKey key = (await anna.People.CreateKey("bot", ["read", "trade"])).Value;
        using var bot = new VenueClient(venue.Url, ApiKey.Hmac(key.KeyId, key.Secret!));
        OrderTicket ticket = OrderTicket.Limit(btc, Side.Buy, btc.Qty("0.001"), btc.Price("57000.1"));
        Reply<OrderReceipt>[] placed = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => bot.Orders.Place(ticket).AsTask()));
        Assert.All(placed, static p => Assert.True(p.IsOk, p.Refusal?.Message));
        Assert.Equal(20, placed.Select(static p => p.Value.Order.Value).Distinct().Count());

        (string email, string[] codes) = await venue.SetUpFactor(anna);
        using var there = new VenueClient(venue.Url, new Session());
        Refusal half = (await there.People.SignIn(email, Venue.Password)).Refusal!;
        Assert.Equal(Codes.SecondFactorNeeded, half.Code);
        Assert.Equal("WRONG_CREDENTIALS", (await there.People.SignInByCode(half.Challenge!, "no code")).Refusal!.Code);
        Assert.True((await there.People.SignInByCode(half.Challenge!, codes[0])).Value > 0);
        Assert.Equal(9, (await there.SecondFactor.Standing()).Value.RecoveryCodesLeft);
        string[] renewed = [.. (await there.SecondFactor.RenewRecoveryCodes(codes[1])).Value];
        Assert.False((await there.SecondFactor.StepUp(codes[2])).IsOk);
        Assert.True((await there.SecondFactor.StepUp(renewed[0])).Value);
        Assert.True((await there.SecondFactor.TurnOff(renewed[1])).Value);
        Assert.Equal(new SecondFactorInfo(IsOn: false, 0, WalletSigns: false, null), (await there.SecondFactor.Standing()).Value);
    }

    [Fact]
    public async Task Money_is_lent_taken_back_and_withdrawn_and_margin_is_moved()
    {
        using VenueClient anna = await venue.Somebody(hasConfirmed: true);
        MarketTerms eth = (await anna.Markets.List()).Value["ETH-PERP"];
        Done lent = (await anna.Lending.Deposit(new Micros(10_000_000), "in")).Value;
        OwnLending mine = (await anna.Lending.Mine(lent.Seq)).Value;
        Assert.Equal(new Micros(10_000_000), mine.Worth);
        Assert.True((await anna.Lending.Vault()).Value.Supplied.Value >= 10_000_000);
        Assert.True((await anna.Lending.Deposit(new Micros(10_000_000), "in")).Value.IsDuplicate);
        Done back = (await anna.Lending.Redeem(mine.Shares, "out")).Value;
        Assert.Equal(0, (await anna.Lending.Mine(back.Seq)).Value.Shares);
        Assert.True((await anna.Lending.LetBorrow(on: true)).IsOk);
        Assert.True((await anna.Orders.Mode(eth, MarginMode.Isolated)).IsOk);
        Assert.False((await anna.Orders.AddMargin(eth, new Micros(1_000_000))).IsOk);
        Assert.True((await anna.Orders.Protect(eth, eth.Qty("5"), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1))).IsOk);
        PayoutAddress cold = (await anna.Withdrawals.AddAddress("11111111111111111111111111111112", "cold")).Value;
        Assert.Equal(cold, Assert.Single((await anna.Withdrawals.Addresses()).Value));
        AskedWithdrawal asked = (await anna.Withdrawals.Ask("USDC", "25.5", cold, "w")).Value;
        AskedWithdrawal again = (await anna.Withdrawals.Ask("USDC", "25.5", cold, "w")).Value;
        Assert.Equal((asked.Id, false, true), (again.Id, asked.IsDuplicate, again.IsDuplicate));
        Assert.Equal((asked.Id, "25.5", WithdrawalState.Debited), (await anna.Withdrawals.Open(asked.Seq)).Value.Select(w => (w.Id, w.Amount, w.State)).Single());
        Assert.True((await anna.Withdrawals.RemoveAddress(cold)).Value);
    }

    [Fact]
    public async Task Keys_limits_and_names_are_the_account_s_own_to_look_at_and_change()
    {
        using VenueClient anna = await venue.Somebody();
        Myself me = (await anna.People.Me()).Value;
        Assert.Contains("withdraw", me.Actions);
        Assert.Equal((0, false), (me.Key, string.IsNullOrEmpty(me.Email)));
        NewKey made = (await anna.People.CreateKey("bot", ["read", "trade"])).Value;
        using var bot = new VenueClient(venue.Url, ApiKey.Hmac(made.KeyId, made.Secret));
        Myself itself = (await bot.People.Me()).Value;
        Assert.Equal((me.Account, true, ""), (itself.Account, itself.Key > 0, itself.Email));
        KeyInfo changed = (await anna.People.ChangeKey(made.KeyId, new KeyTerms("reader", ["read"]) { Networks = ["127.0.0.0/8"], Limits = new OwnLimits { MaxOrderNotional = new Micros(1_500_000_000), Markets = ["BTC-PERP"] } })).Value;
        KeyInfo listed = Assert.Single((await anna.People.Keys()).Value);
        foreach (KeyInfo key in (KeyInfo[])[changed, listed])
        {
            Assert.Equal((made.KeyId, me.Account, "hmacSha256", "reader"), (key.KeyId, key.Account, key.Kind, key.Label));
            Assert.Equal(["read", "127.0.0.0/8", "BTC-PERP"], [.. key.Scopes, .. key.Networks, .. key.Limits.Markets]);
            Assert.Equal(new Micros(1_500_000_000), key.Limits.MaxOrderNotional);
        }
        Assert.True((await anna.People.RemoveKey(made.KeyId)).Value);
        Assert.False((await bot.People.Me()).IsOk);

        Assert.Null((await anna.Account.Limits()).Value.Limits.MaxLeverage);
        Done set = (await anna.Account.SetLimits(new OwnLimits { MaxLeverage = 7, MaxTotalNotional = new Micros(20_000_000_000), OnBreach = "cancelAll", Markets = ["BTC-PERP", "ETH-PERP"] })).Value;
        LimitStanding limits = (await anna.Account.Limits(set.Seq)).Value;
        Assert.Equal((7, new Micros(20_000_000_000), "cancelAll", false, true), (limits.Limits.MaxLeverage, limits.Limits.MaxTotalNotional, limits.Limits.OnBreach, limits.IsBreached, limits.AsOfSeq >= set.Seq));
        Done loosened = (await anna.Account.SetLimits(new OwnLimits { MaxLeverage = 9 })).Value;
        limits = (await anna.Account.Limits(loosened.Seq)).Value;
        Assert.Equal((7, 9, true), (limits.Limits.MaxLeverage, limits.Pending?.MaxLeverage, limits.PendingFromMs > 0));
    }

    [Fact]
    public async Task Fees_collateral_room_and_what_could_leave_are_told()
    {
        using VenueClient anna = await venue.Somebody(), ben = await venue.Somebody();
        MarketBoard markets = (await anna.Markets.List()).Value;
        MarketTerms eth = markets["ETH-PERP"];
        IReadOnlyList<FeeTier> tiers = (await anna.Markets.Fees()).Value;
        OwnFeeTier own = (await anna.Account.FeeTier()).Value;
        Assert.Equal((tiers[0].Tier, tiers[0].TakerPpb, tiers[0].MakerPpb), (own.Now.Tier, own.Now.TakerPpb, own.Now.MakerPpb));
        Assert.True(tiers[0].TakerPpb > 0 && (own.Next is not { } next || (next.Volume30d == tiers[1].Volume30d && own.Missing == next.Volume30d)));
        AssetInfo settle = (await anna.Markets.Assets()).Value.Single(static a => a.IsSettle);
        Assert.Equal(("USDC", new Micros(1_000_000)), (settle.Asset, settle.Price));
        Assert.Equal((await anna.Account.Balances()).Value[0].Asset, settle.Asset);
        Withdrawable free = (await anna.Account.Withdrawable("USDC")).Value;
        Assert.Equal(("USDC", "5000", "5000"), (free.Asset, free.Balance, free.Amount));
        OrderRoom room = (await anna.Account.Room(eth)).Value;
        Assert.True(room is { Buy.Most.Value: > 0, Sell.Most.Value: > 0, Buy.Price.Value: > 0 });
        OrderRoom none = (await anna.Account.Room(eth, reduceOnly: true)).Value;
        Assert.Equal((0L, 0L), (none.Buy.Most.Value, none.Sell.Most.Value));

        int brought = (await ben.People.Me()).Value.Account;
        Assert.True((await anna.Account.SetReferrer(brought)).IsOk);
        // Once for all: nobody else can be it.
        Assert.False((await anna.Account.SetReferrer((await anna.People.Me()).Value.Account)).IsOk);
        Assert.True((await anna.Account.AllowBuilder(brought, 500_000)).IsOk);
        await anna.Orders.Place(OrderTicket.Limit(eth, Side.Sell, eth.Qty("0.1"), eth.Price("3000")));
        OrderReceipt taken = (await ben.Orders.Place(OrderTicket.Limit(eth, Side.Buy, eth.Qty("0.1"), eth.Price("3000")))).Value;
        // A trade is no decision that has a receipt.
        Assert.Equal("NOT_FOUND", (await ben.History.Explain(taken.Seq, 0)).Refusal!.Code);
        HistoryRow flow = (await ben.History.Flows(eth, new PageAsk { MinSeq = taken.Seq })).Value.Rows[0];
        Assert.True(flow.Count("openInterest", eth.Lot) >= eth.Qty("0.1").Value);
        Assert.Empty((await ben.History.Amendments()).Value.Rows);
    }

    [Fact]
    public async Task What_the_venue_owes_is_published_and_proven_to_nobody_whom_it_has_not_counted()
    {
        using VenueClient anna = await venue.Somebody();
        IReadOnlyList<OwedRoot> roots;
        do roots = (await anna.History.Owed()).Value;
        while (roots.Count == 0);
        Assert.Equal(64, roots[0].Root.Length);
        Assert.True(roots[0].Accounts >= 0 && roots[0].Seq > 0);
        // Who came after the last tree is in the next.
        Assert.Equal("NOT_READY", (await anna.History.ProveOwed()).Refusal!.Code);
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
