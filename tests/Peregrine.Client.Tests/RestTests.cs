using Peregrine.Client.Accounts;
using Peregrine.Client.History;
using Peregrine.Client.Orders;
using Peregrine.Client.Rest;
using Peregrine.Client.Signing;
using Peregrine.Core;

namespace Peregrine.Client;

public sealed class RestTests
{
    private const string Accepted = """{"orderId":"96256","clientOrderId":"mine/1","state":"live","filled":"0.5","duplicate":false,"seq":94,"time":1,"timeNs":"1795275442081260100","new":{"field":[1]}}""";
    private const string Busy = """{"error":{"code":"BUSY","message":"busy","details":{"retryAfterMs":1}}}""";

    private static readonly OrderTicket Ticket = OrderTicket.Limit(TestMarkets.Btc, Side.Buy, new Lots(1000), new Ticks(590_001));

    [Fact]
    public async Task An_order_is_spelled_and_its_receipt_is_read()
    {
        using MemoryLine line = new MemoryLine().Answers(200, Accepted);
        OrderTicket ticket = OrderTicket.Limit(TestMarkets.Btc, Side.Sell, new Lots(150_000), new Ticks(601_234));
        (ticket.ClientId, ticket.PostOnly, ticket.Tif, ticket.Label) = (ClientOrderId.Parse("mine/1"), true, TimeInForce.Gtc, 7);
        OrderReceipt receipt = (await Client(line).Orders.Place(ticket)).Value;
        Assert.Equal(
            """POST /api/v1/orders {"type":"limit","market":"BTC-PERP","side":"sell","price":"60123.4","qty":"1.5","clientOrderId":"mine/1","label":7,"tif":"gtc","postOnly":true}""", line.Asked[0]);
        Assert.Equal((96256L, OrderState.Live, 50_000L, 94L, 1795275442081260100), (receipt.Order.Value, receipt.State, receipt.Filled.Value, receipt.Seq, receipt.TimeNs));
        Assert.Equal("mine/1", receipt.ClientId.ToString());
    }

    [Fact]
    public async Task Two_equal_orders_of_one_millisecond_are_signed_with_different_timestamps_also_by_two_clients_of_a_key()
    {
        var frozen = new FrozenTime();
        using MemoryLine line = new MemoryLine().Answers(200, Accepted).Answers(200, Accepted).Answers(200, "{}");
        using var one = new VenueClient(new Uri("http://venue"), ApiKey.Hmac("stamped", "secret"), new ClientOptions { Time = frozen }, line);
        using MemoryLine other = new MemoryLine().Answers(200, Accepted);
        using var two = new VenueClient(new Uri("http://venue"), ApiKey.Hmac("stamped", "secret"), new ClientOptions { Time = frozen }, other);
        await one.Orders.Place(Ticket);
        await two.Orders.Place(Ticket);
        await one.Orders.Place(Ticket);
        long now = frozen.GetUtcNow().ToUnixTimeMilliseconds();
        Assert.Equal([now, now + 2], line.Timestamps.ConvertAll(static t => long.Parse(t!, System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal($"{now + 1}", other.Timestamps[0]);
        // What changes nothing takes no millisecond from what does.
        await one.Account.Standing();
        Assert.Equal($"{now}", line.Timestamps[2]);
    }

    [Fact]
    public async Task A_sign_in_that_wants_the_second_factor_hands_its_challenge_on_and_goes_on_by_a_code()
    {
        using MemoryLine line = new MemoryLine().Answers(200, """{"next":"code","challenge":"c1"}""").Answers(200, """{"accessToken":"a","refreshToken":"r","expiresIn":600,"accountId":"7"}""");
        using var client = new VenueClient(new Uri("http://venue"), new Session(), new ClientOptions(), line);
        Refusal half = (await client.People.SignIn("a@example.com", "p")).Refusal!;
        Assert.Equal((Codes.SecondFactorNeeded, "c1"), (half.Code, half.Challenge));
        Assert.Equal(7, (await client.People.SignInByCode(half.Challenge!, "123456")).Value);
        Assert.Equal("""POST /api/v1/auth/sign-in/code {"challenge":"c1","code":"123456"}""", line.Asked[1]);
    }

    [Fact]
    public async Task An_explanation_is_read_step_by_step()
    {
        using MemoryLine line = new MemoryLine().Answers(200, """
            {"kind":"orderTriggered","market":"BTC-PERP","time":7,"recomputed":1,"same":1,"steps":[
              {"name":"level","formula":"as placed","stated":"59000"},{"name":"fired","formula":"58999 <= 59000","stated":"yes","recomputed":"yes","same":true}]}
            """);
        Explanation told = (await Client(line).History.Explain(90_211, 3)).Value;
        Assert.Equal("GET /api/v1/explain/90211/3", line.Asked[0]);
        Assert.Equal(("orderTriggered", "BTC-PERP", 7L, 1, 1), (told.Kind, told.Market, told.TimeMs, told.Recomputed, told.Same));
        Assert.Equal([new ExplainedStep("level", "as placed", "59000", null, null), new ExplainedStep("fired", "58999 <= 59000", "yes", "yes", true)], told.Steps);
    }

    [Fact]
    public async Task A_proof_of_what_is_owed_is_read_with_its_leaf_and_its_way_to_the_root()
    {
        using MemoryLine line = new MemoryLine().Answers(200, """
            {"published":{"seq":9,"time":7,"accounts":2,"root":"ab","owed":"30","lacking":"0","loans":"0","state":"cd"},
             "leaf":{"account":"5","cash":"10","pots":"0","salt":"ef"},"path":[{"side":"left","hash":"01","sum":"20"},{"side":"right","hash":"02","sum":"0"}]}
            """);
        OwedProof proof = (await Client(line).History.ProveOwed()).Value;
        Assert.Equal(new OwedRoot(9, 7, 2, "ab", "30"), proof.Published);
        Assert.Equal(("5", "10", "ef"), (proof.Leaf["account"], proof.Leaf["cash"], proof.Leaf["salt"]));
        Assert.Equal([new OwedNode(true, "01", "20"), new OwedNode(false, "02", "0")], proof.Path);
    }

    [Fact]
    public async Task Limits_and_keys_terms_are_spelled_with_what_they_have_and_nothing_else()
    {
        using MemoryLine line = new MemoryLine().Answers(200, """{"duplicate":false,"seq":1,"time":2,"timeNs":"3"}""").Answers(200, "{}").Answers(200, """{"duplicate":false,"seq":4,"time":2,"timeNs":"3"}""");
        Assert.Equal(1, (await Client(line).Account.SetLimits(new OwnLimits { MaxDayLoss = new Micros(1_500_000), MaxOrdersPerSecond = 5, Actions = ["read", "cancel"] })).Value.Seq);
        await Client(line).People.ChangeKey("k/1", new KeyTerms("x", ["read"]) { ExpiresAtMs = 9, Limits = new OwnLimits { OnBreach = "flatten" } });
        await Client(line).Account.AllowBuilder(12, 500_000);
        Assert.Equal(
            [
                """PUT /api/v1/limits {"maxDayLoss":"1.5","maxOrdersPerSecond":5,"actions":["read","cancel"]}""",
                """PATCH /api/v1/keys/k%2F1 {"label":"x","scopes":["read"],"expiresAt":9,"limits":{"onBreach":"flatten"}}""",
                """POST /api/v1/builders {"builder":"12","maxFee":"0.0005"}""",
            ], line.Asked);
    }

    [Fact]
    public async Task A_refusal_says_what_field_and_why()
    {
        using MemoryLine line = new MemoryLine().Answers(400, """{"error":{"code":"BAD_TICK","message":"off","field":"price","expected":"a multiple of 0.1","requestId":"01X"}}""");
        Refusal refusal = (await Client(line).Orders.Place(Ticket)).Refusal!;
        Assert.Equal(("BAD_TICK", 400, "price", "a multiple of 0.1", "01X", Standing.Refused), (refusal.Code, refusal.Status, refusal.Field, refusal.Expected, refusal.RequestId, refusal.Standing));
    }

    [Fact]
    public async Task Busy_is_asked_again_and_only_so_often()
    {
        using MemoryLine line = new MemoryLine().Answers(503, Busy).Answers(503, Busy).Answers(200, Accepted);
        Assert.True((await Client(line).Orders.Place(Ticket)).IsOk);
        Assert.Equal(3, line.Asked.Count);
        using MemoryLine never = new MemoryLine().Answers(503, Busy).Answers(503, Busy).Answers(503, Busy).Answers(503, Busy);
        Assert.Equal(Standing.NotNow, (await Client(never).Orders.Place(Ticket)).Refusal!.Standing);
        Assert.Equal(4, never.Asked.Count);
    }

    [Fact]
    public async Task A_wait_longer_than_patience_is_handed_on()
    {
        using MemoryLine line = new MemoryLine().Answers(429, """{"error":{"code":"RATE_LIMITED","message":"slow"}}""", retryAfterMs: 60_000);
        Assert.Equal(60_000, (await Client(line).Orders.Place(Ticket)).Refusal!.RetryAfterMs);
    }

    [Theory]
    [InlineData(503, """{"error":{"code":"IN_DOUBT","message":"?"}}""")]
    [InlineData(500, """{"error":{"code":"INTERNAL","message":"?"}}""")]
    [InlineData(502, "<html>")]
    [InlineData(200, """{"orderId":""")]
    [InlineData(0, "")]
    public async Task What_is_in_doubt_is_never_sent_again(int status, string body)
    {
        using MemoryLine line = status == 0 ? new MemoryLine().Breaks(mayHaveArrived: true) : new MemoryLine().Answers(status, body);
        Assert.Equal(Standing.InDoubt, (await Client(line).Orders.Place(Ticket)).Refusal!.Standing);
        Assert.Single(line.Asked);
    }

    [Fact]
    public async Task What_never_left_may_be_sent_again_and_a_question_always()
    {
        using MemoryLine order = new MemoryLine().Breaks(mayHaveArrived: false).Answers(200, Accepted);
        Assert.True((await Client(order).Orders.Place(Ticket)).IsOk);
        using MemoryLine question = new MemoryLine().Breaks(mayHaveArrived: true).Answers(200, """{"balances":[{"asset":"USDC","balance":"5000.25"}]}""");
        Assert.Equal((Int128)5000_250_000 * 1_000_000, (await Client(question).Account.Balances()).Value[0].AmountE12);
    }

    [Fact]
    public async Task Read_only_is_not_hammered()
    {
        using MemoryLine line = new MemoryLine().Answers(503, """{"error":{"code":"READ_ONLY","message":"disk"}}""");
        Assert.Equal(Codes.ReadOnly, (await Client(line).Orders.Place(Ticket)).Refusal!.Code);
    }

    [Fact]
    public async Task A_token_that_expired_is_renewed_once_and_the_request_goes_out_again()
    {
        using var session = new Session();
        using MemoryLine line = new MemoryLine().Answers(200, Tokens("a1", "r1")).Answers(401, """{"error":{"code":"TOKEN_EXPIRED","message":"x"}}""").Answers(200, Tokens("a2", "r2")).Answers(200, Accepted);
        VenueClient client = Client(line, session);
        Assert.Equal(17, (await client.People.SignIn("a@example.com", "p")).Value);
        Assert.True((await client.Orders.Place(Ticket)).IsOk);
        Assert.Equal("""POST /api/v1/auth/refresh {"refreshToken":"r1"}""", line.Asked[2]);
        Assert.Equal([null, "a1", null, "a2"], line.Tokens);
    }

    [Fact]
    public async Task A_renewal_whose_answer_was_lost_ends_the_session_and_is_not_tried_again()
    {
        using var session = new Session();
        using MemoryLine line = new MemoryLine().Answers(200, Tokens("a1", "r1", 0)).Breaks(mayHaveArrived: true);
        VenueClient client = Client(line, session);
        await client.People.SignIn("a@example.com", "p");
        Assert.Equal(Standing.Refused, (await client.Orders.Place(Ticket)).Refusal!.Standing);
        Assert.Equal(Standing.Refused, (await client.Orders.Place(Ticket)).Refusal!.Standing);
        Assert.Equal(2, line.Asked.Count);
    }

    [Fact]
    public async Task A_clock_that_is_off_is_set_and_the_request_signed_anew()
    {
        long venue = DateTimeOffset.UtcNow.AddHours(3).ToUnixTimeMilliseconds();
        using MemoryLine line = new MemoryLine().Answers(401, """{"error":{"code":"TIMESTAMP_OUT_OF_WINDOW","message":"x"}}""").Answers(200, $$"""{"time":{{venue}},"timeNs":"1"}""").Answers(200, Accepted);
        Assert.True((await Client(line, ApiKey.Hmac("k", "s")).Orders.Place(Ticket)).IsOk);
        Assert.InRange(long.Parse(line.Timestamps[2]!, System.Globalization.CultureInfo.InvariantCulture) - venue, -60_000, 600_000);
    }

    [Fact]
    public async Task A_batch_answers_each_item_with_its_own_word()
    {
        using MemoryLine line = new MemoryLine().Answers(200, """{"answers":[{"orderId":"7","state":"live","filled":"0","seq":1},{"error":{"code":"UNKNOWN_ORDER","message":"x"}},{"orderId":"9","state":"cancelled","cancelled":5,"seq":3}]}""");
        BatchItem[] items = [BatchItem.Place(Ticket), BatchItem.Amend(new OrderId(8), new OrderChange(TestMarkets.Btc) { Price = new Ticks(5) }), BatchItem.Cancel(ClientOrderId.Parse("a/b"))];
        Reply<OrderReceipt>[] answers = (await Client(line).Orders.Batch(items)).Value;
        Assert.Equal((7L, "UNKNOWN_ORDER", 5L), (answers[0].Value.Order.Value, answers[1].Refusal!.Code, answers[2].Value.Cancelled));
        Assert.EndsWith("""{"op":"amend","id":"8","body":{"market":"BTC-PERP","price":"0.5"}},{"op":"cancel","id":"client:a/b"}]}""", line.Asked[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_with_a_slash_stays_one_piece_of_the_path()
    {
        using MemoryLine line = new MemoryLine().Answers(200, """{"orderId":"9","state":"cancelled"}""");
        await Client(line).Orders.Cancel(ClientOrderId.Parse("a/b"));
        Assert.Equal("DELETE /api/v1/orders/client:a%2Fb", line.Asked[0]);
    }

    private static string Tokens(string access, string refresh, int seconds = 900) =>
        $$"""{"accessToken":"{{access}}","expiresIn":{{seconds}},"refreshToken":"{{refresh}}","sessionId":"s","accountId":"17"}""";

    private static VenueClient Client(MemoryLine line, Credentials? credentials = null) =>
        new(new Uri("http://venue.example"), credentials ?? Credentials.None, new ClientOptions(), line);
}
