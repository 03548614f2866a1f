using System.Text.Json;

namespace Peregrine.EndToEnd.Fapi;

/// <summary>Every route of the dialect is called on the built program and answers with the members that clients read.</summary>
public sealed class FapiContractTests(SharedVenue shared) : IClassFixture<SharedVenue>
{
    private const string Btc = "symbol=BTCUSDC";
    private readonly HashSet<string> _called = [];

    [Fact]
    public async Task Every_route_of_the_table_answers_with_the_members_that_clients_read()
    {
        using ApiClient first = await shared.Somebody(), second = await shared.Somebody();
        using FapiClient anna = await FapiClient.Join(first), ben = await FapiClient.Join(second);
        await Venue(anna);
        long order = await Orders(anna, ben);
        await Conditionals(anna);
        await Accounts(anna);
        await Settings(anna, ben);
        await Markets(anna);
        await Risks(anna, ben);
        await Past(anna, order);
        await Keys(anna);
        string[] table = [.. (await VenueProcess.Routes()).Where(IsDialect).Select(RouteOf)];
        Assert.NotEmpty(table);
        Assert.Equal(table.Order(StringComparer.Ordinal), _called.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("/futures/data/topLongShortAccountRatio", "symbol=BTCUSDC&period=5m")]
    [InlineData("/futures/data/topLongShortPositionRatio", "symbol=BTCUSDC&period=5m")]
    public async Task What_the_venue_does_not_keep_is_refused_and_never_told_as_empty(string path, string query)
    {
        using ApiClient person = await shared.Somebody();
        using FapiClient anna = await FapiClient.Join(person);
        (await anna.Open(path, query)).IsRefused(404, -1020);
        (await anna.Get(path, query)).IsRefused(404, -1020);
    }

    [Fact]
    public async Task A_stream_that_the_venue_does_not_have_is_refused_by_its_name()
    {
        using FapiSocket socket = await FapiSocket.Open(shared.Venue.Url, "/ws");
        JsonElement refused = await socket.Ask("SUBSCRIBE", "!compositeIndex");
        Assert.Equal(2, refused.GetProperty("error").GetProperty("code").GetInt32());
        Assert.Contains("!compositeIndex", refused.GetProperty("error").GetProperty("msg").GetString(), StringComparison.Ordinal);
    }

    private async Task Venue(FapiClient anna)
    {
        Assert.Empty((await Call("GET", "/fapi/v1/ping", anna.Open("/fapi/v1/ping"))).Body.EnumerateObject());
        await Check("GET", "/fapi/v1/time", anna.Open("/fapi/v1/time"), "serverTime:n");
        FapiReply info = await Check("GET", "/fapi/v1/exchangeInfo", anna.Open("/fapi/v1/exchangeInfo"), "timezone:s serverTime:n futuresType:s exchangeFilters:l rateLimits:l assets:l symbols:l");
        FapiContract.Check("rateLimits", info["rateLimits"], "[rateLimitType:s interval:s intervalNum:n limit:n");
        FapiContract.Check("assets", info["assets"], "[asset:s marginAvailable:b autoAssetExchange:s");
        FapiContract.Check("symbols", info["symbols"],
            "[symbol:s pair:s contractType:s deliveryDate:n onboardDate:n status:s maintMarginPercent:s requiredMarginPercent:s baseAsset:s quoteAsset:s marginAsset:s pricePrecision:n quantityPrecision:n "
            + "baseAssetPrecision:n quotePrecision:n underlyingType:s underlyingSubType:l settlePlan:n triggerProtect:s liquidationFee:s marketTakeBound:s filters:l orderTypes:l timeInForce:l");
        string[] filters = [.. info["symbols"][0].GetProperty("filters").EnumerateArray().Select(f => f.GetProperty("filterType").GetString()!)];
        Assert.Equal(["PRICE_FILTER", "LOT_SIZE", "MARKET_LOT_SIZE", "MAX_NUM_ORDERS", "MAX_NUM_ALGO_ORDERS", "MIN_NOTIONAL", "PERCENT_PRICE"], filters);
        await Check("GET", "/fapi/v1/fundingInfo", anna.Open("/fapi/v1/fundingInfo"), "[symbol:s adjustedFundingRateCap:s adjustedFundingRateFloor:s fundingIntervalHours:n disclaimer:b");
        await Check("GET", "/sapi/v1/system/status", anna.Open("/sapi/v1/system/status"), "status:n msg:s");
        foreach (string path in (string[])["/sapi/v1/capital/config/getall", "/sapi/v1/margin/allPairs"])
            Assert.Equal(0, (await Call("GET", path, anna.Open(path))).Body.GetArrayLength());
    }

    private async Task<long> Orders(FapiClient anna, FapiClient ben)
    {
        FapiReply rests = await Check("POST", "/fapi/v1/order", ben.PostForm("/fapi/v1/order", $"{Btc}&side=SELL&type=LIMIT&quantity=0.01&price=60100&timeInForce=GTC"), FapiContract.Order + " cumQty:s");
        Assert.Equal("NEW", rests["status"].GetString());
        Assert.True(rests.Headers.ContainsKey("X-MBX-ORDER-COUNT-10S") && rests.Headers.ContainsKey("X-MBX-ORDER-COUNT-1M") && rests.Headers.ContainsKey("X-MBX-USED-WEIGHT-1M"));
        FapiReply takes = (await anna.Post("/fapi/v1/order", $"{Btc}&side=BUY&type=MARKET&quantity=0.004&newOrderRespType=RESULT")).Ok();
        Assert.Equal(("FILLED", "60100", "240.4"), (takes["status"].GetString(), takes["avgPrice"].GetString(), takes["cumQuote"].GetString()));
        Assert.Empty((await Call("POST", "/fapi/v1/order/test", anna.Post("/fapi/v1/order/test", $"{Btc}&side=BUY&type=MARKET&quantity=0.004"))).Body.EnumerateObject());
        string named = $"{Btc}&orderId={rests["orderId"]}";
        FapiReply told = await Check("GET", "/fapi/v1/order", ben.Get("/fapi/v1/order", named), FapiContract.Order + " time:n");
        Assert.Equal(("PARTIALLY_FILLED", "0.004"), (told["status"].GetString(), told["executedQty"].GetString()));
        await Check("GET", "/fapi/v1/openOrder", ben.Get("/fapi/v1/openOrder", named), FapiContract.Order + " time:n");
        await Check("GET", "/fapi/v1/openOrders", ben.Get("/fapi/v1/openOrders", Btc), "[" + FapiContract.Order + " time:n");
        FapiReply changed = await Check("PUT", "/fapi/v1/order", ben.Put("/fapi/v1/order", $"{named}&side=SELL&quantity=0.02&price=60110"), FapiContract.Order + " cumQty:s");
        Assert.Equal(("0.02", "60110"), (changed["origQty"].GetString(), changed["price"].GetString()));
        (await ben.Put("/fapi/v1/order", $"{named}&side=SELL&quantity=0.02&price=60120")).Ok();
        await Amendments(anna, ben, named);
        FapiReply gone = await Check("DELETE", "/fapi/v1/order", ben.Delete("/fapi/v1/order", named), FapiContract.Order + " cumQty:s");
        Assert.Equal("CANCELED", gone["status"].GetString());
        await Batches(anna);
        (await anna.Delete("/fapi/v1/order", named)).IsRefused(400, -2011);
        return takes["orderId"].GetInt64();
    }

    private async Task Amendments(FapiClient anna, FapiClient ben, string named)
    {
        FapiReply told = await Check("GET", "/fapi/v1/orderAmendment", ben.Get("/fapi/v1/orderAmendment", named),
            "[amendmentId:n symbol:s pair:s orderId:n clientOrderId:s time:n amendment:o priceMatch:s");
        string[] changes = [.. told.Body.EnumerateArray().Select(a => a.GetProperty("amendment").ToString())];
        Assert.Equal(
            [
                """{"price":{"before":"60110","after":"60120"},"origQty":{"before":"0.02","after":"0.02"},"count":2}""",
                """{"price":{"before":"60100","after":"60110"},"origQty":{"before":"0.01","after":"0.02"},"count":1}""",
            ], changes);
        long first = told.Body[1].GetProperty("time").GetInt64();
        Assert.Equal(0, (await ben.Get("/fapi/v1/orderAmendment", $"{named}&endTime={first - 1}")).Ok().Body.GetArrayLength());
        Assert.Equal(1, (await ben.Get("/fapi/v1/orderAmendment", $"{named}&limit=1")).Ok().Body.GetArrayLength());
        (await anna.Get("/fapi/v1/orderAmendment", named)).IsRefused(400, -2013);
        (await ben.Get("/fapi/v1/orderAmendment", Btc)).IsRefused(400, -1102);
    }

    private async Task Batches(FapiClient anna)
    {
        const string one = """{"symbol":"BTCUSDC","side":"BUY","type":"LIMIT","quantity":"0.001","timeInForce":"GTC","price":"59000"}""";
        FapiReply placed = await Call("POST", "/fapi/v1/batchOrders", anna.PostForm("/fapi/v1/batchOrders", $"batchOrders=[{one},{one.Replace("\"BUY\"", "\"UP\"", StringComparison.Ordinal)}]"));
        FapiContract.Check("batch", placed.Body[0], FapiContract.Order);
        Assert.Equal(-1117, placed.Body[1].GetProperty("code").GetInt32());
        string changes = Uri.EscapeDataString($$"""[{"symbol":"BTCUSDC","side":"BUY","orderId":{{placed.Body[0].GetProperty("orderId")}},"quantity":"0.002","price":"59001"}]""");
        FapiReply changed = await Call("PUT", "/fapi/v1/batchOrders", anna.Put("/fapi/v1/batchOrders", $"batchOrders={changes}"));
        Assert.Equal("59001", changed.Body[0].GetProperty("price").GetString());
        string ids = Uri.EscapeDataString($"[{placed.Body[0].GetProperty("orderId")},7]");
        FapiReply cancelled = await Call("DELETE", "/fapi/v1/batchOrders", anna.Delete("/fapi/v1/batchOrders", $"{Btc}&orderidlist={ids}"));
        Assert.Equal(("CANCELED", -2011), (cancelled.Body[0].GetProperty("status").GetString(), cancelled.Body[1].GetProperty("code").GetInt32()));
        (await anna.Post("/fapi/v1/batchOrders", $"batchOrders={Uri.EscapeDataString($"[{string.Join(',', Enumerable.Repeat(one, 6))}]")}")).IsRefused(400, -4082);
        await Check("POST", "/fapi/v1/countdownCancelAll", anna.Post("/fapi/v1/countdownCancelAll", $"{Btc}&countdownTime=10000"), "symbol:s countdownTime:s");
        (await anna.Post("/fapi/v1/countdownCancelAll", $"{Btc}&countdownTime=0")).Ok();
        Assert.Equal(200, (await Check("DELETE", "/fapi/v1/allOpenOrders", anna.Delete("/fapi/v1/allOpenOrders", Btc), FapiContract.Done))["code"].GetInt32());
    }

    private async Task Conditionals(FapiClient anna)
    {
        const string stop = $"{Btc}&algoType=CONDITIONAL&side=SELL&type=STOP_MARKET&quantity=0.001&triggerPrice=59000&clientAlgoId=stop.1";
        FapiReply placed = await Check("POST", "/fapi/v1/algoOrder", anna.Post("/fapi/v1/algoOrder", stop), FapiContract.Algo);
        Assert.Equal(("NEW", "stop.1"), (placed["algoStatus"].GetString(), placed["clientAlgoId"].GetString()));
        await Check("GET", "/fapi/v1/algoOrder", anna.Get("/fapi/v1/algoOrder", "clientAlgoId=stop.1"), FapiContract.AlgoTold);
        await Check("GET", "/fapi/v1/openAlgoOrders", anna.Get("/fapi/v1/openAlgoOrders"), "[" + FapiContract.AlgoTold);
        FapiReply gone = await Check("DELETE", "/fapi/v1/algoOrder", anna.Delete("/fapi/v1/algoOrder", $"algoId={placed["algoId"]}"), FapiContract.Algo + " code:s msg:s");
        Assert.Equal("CANCELED", gone["algoStatus"].GetString());
        // Old clients send them as plain orders, under other names.
        Assert.Equal("STOP_MARKET", (await anna.Post("/fapi/v1/order", $"{Btc}&side=SELL&type=STOP_MARKET&closePosition=true&stopPrice=58000")).Ok()["orderType"].GetString());
        // One of each kind closes the whole position; under either service it is the same answer.
        (await anna.Post("/fapi/v1/order", $"{Btc}&side=SELL&type=STOP_MARKET&closePosition=true&stopPrice=58001")).IsRefused(400, -4130);
        (await anna.Post("/fapi/v1/algoOrder", $"{Btc}&algoType=CONDITIONAL&side=SELL&type=STOP_MARKET&closePosition=true&triggerPrice=58001")).IsRefused(400, -4130);
        (await anna.Post("/fapi/v1/algoOrder", stop.Replace("59000", "61000", StringComparison.Ordinal).Replace("stop.1", "stop.2", StringComparison.Ordinal))).IsRefused(400, -2021);
        await Check("DELETE", "/fapi/v1/algoOpenOrders", anna.Delete("/fapi/v1/algoOpenOrders", Btc), FapiContract.Done);
        FapiReply all = await Check("GET", "/fapi/v1/allAlgoOrders", anna.Get("/fapi/v1/allAlgoOrders", Btc), "[" + FapiContract.AlgoTold);
        long[] ids = [.. all.Body.EnumerateArray().Select(o => o.GetProperty("algoId").GetInt64())];
        Assert.True(ids.Length > 1);
        // Page by page back from the latest, and forth from the first.
        foreach ((string from, IEnumerable<long> order) in ((string, IEnumerable<long>)[])[("", ids.Reverse()), ($"&algoId={ids[0]}", ids)])
        {
            List<long> pages = [];
            for (int page = 1; page <= ids.Length; page++) pages.Add(Assert.Single((await anna.Get("/fapi/v1/allAlgoOrders", $"{Btc}{from}&limit=1&page={page}")).Ok().Body.EnumerateArray()).GetProperty("algoId").GetInt64());
            Assert.Equal(order, pages);
        }
        // A plain order is none of this service's.
        long plain = (await anna.Post("/fapi/v1/order", $"{Btc}&side=BUY&type=LIMIT&quantity=0.001&price=58000&timeInForce=GTC")).Ok()["orderId"].GetInt64();
        Assert.Equal("NEW", (await anna.Get("/fapi/v1/order", $"{Btc}&orderId={plain}")).Ok()["status"].GetString());
        (await anna.Delete("/fapi/v1/algoOrder", $"algoId={plain}")).IsRefused(400, -2011);
        Assert.Equal("CANCELED", (await anna.Delete("/fapi/v1/order", $"{Btc}&orderId={plain}")).Ok()["status"].GetString());
    }

    private async Task Accounts(FapiClient anna)
    {
        foreach (string path in (string[])["/fapi/v2/account", "/fapi/v3/account"])
        {
            FapiReply account = await Check("GET", path, anna.Get(path), FapiContract.Account);
            FapiContract.Check(path, account["assets"], FapiContract.Asset);
            FapiContract.Check(path, account["positions"], FapiContract.AccountPosition);
            Assert.Equal(path.Contains("v2", StringComparison.Ordinal) ? 6 : 1, account["positions"].GetArrayLength());
        }
        foreach (string path in (string[])["/fapi/v2/balance", "/fapi/v3/balance"]) await Check("GET", path, anna.Get(path), FapiContract.Balance);
        foreach (string path in (string[])["/fapi/v2/positionRisk", "/fapi/v3/positionRisk"]) await Check("GET", path, anna.Get(path), FapiContract.Risk);
        FapiReply brackets = await Check("GET", "/fapi/v1/leverageBracket", anna.Get("/fapi/v1/leverageBracket", Btc), "[symbol:s notionalCoef:n brackets:l");
        FapiContract.Check("brackets", brackets.Body[0].GetProperty("brackets"), "[bracket:n initialLeverage:n notionalCap:n notionalFloor:n maintMarginRatio:n cum:n");
        await Check("GET", "/fapi/v1/symbolConfig", anna.Get("/fapi/v1/symbolConfig"), "[symbol:s marginType:s isAutoAddMargin:s leverage:n maxNotionalValue:s");
        await Check("GET", "/fapi/v1/accountConfig", anna.Get("/fapi/v1/accountConfig"), "feeTier:n canTrade:b canDeposit:b canWithdraw:b dualSidePosition:b updateTime:n multiAssetsMargin:b tradeGroupId:n");
        await Check("GET", "/fapi/v1/commissionRate", anna.Get("/fapi/v1/commissionRate", Btc), "symbol:s makerCommissionRate:s takerCommissionRate:s rpiCommissionRate:s");
        await Check("GET", "/fapi/v1/rateLimit/order", anna.Get("/fapi/v1/rateLimit/order"), "[rateLimitType:s interval:s intervalNum:n limit:n");
        await Check("GET", "/fapi/v1/apiTradingStatus", anna.Get("/fapi/v1/apiTradingStatus"), "indicators:o updateTime:n");
        await Check("GET", "/fapi/v1/feeBurn", anna.Get("/fapi/v1/feeBurn"), "feeBurn:b");
    }

    private async Task Settings(FapiClient anna, FapiClient ben)
    {
        await Check("POST", "/fapi/v1/leverage", anna.Post("/fapi/v1/leverage", $"{Btc}&leverage=7"), "leverage:n maxNotionalValue:s symbol:s");
        await Check("POST", "/fapi/v1/marginType", anna.Post("/fapi/v1/marginType", "symbol=ETHUSDC&marginType=ISOLATED"), FapiContract.Done);
        (await anna.Post("/fapi/v1/marginType", "symbol=ETHUSDC&marginType=ISOLATED")).IsRefused(400, -4046);
        (await anna.Post("/fapi/v1/marginType", $"{Btc}&marginType=ISOLATED")).IsRefused(400, -4048);
        (await anna.Post("/fapi/v1/positionMargin", "symbol=ETHUSDC&amount=5&type=1")).IsRefused(400, -4054);
        (await ben.Post("/fapi/v1/order", "symbol=ETHUSDC&side=SELL&type=LIMIT&quantity=0.1&price=3000&timeInForce=GTC")).Ok();
        (await anna.Post("/fapi/v1/order", "symbol=ETHUSDC&side=BUY&type=LIMIT&quantity=0.1&price=3000&timeInForce=GTC&newOrderRespType=RESULT")).Ok();
        await Check("POST", "/fapi/v1/positionMargin", anna.Post("/fapi/v1/positionMargin", "symbol=ETHUSDC&amount=5.5&type=1"), "amount:n code:n msg:s type:n");
        (await anna.Post("/fapi/v1/positionMargin", $"{Btc}&amount=5&type=1")).IsRefused(400, -4049);
        await Check("GET", "/fapi/v1/positionSide/dual", anna.Get("/fapi/v1/positionSide/dual"), "dualSidePosition:b");
        await Check("GET", "/fapi/v1/multiAssetsMargin", anna.Get("/fapi/v1/multiAssetsMargin"), "multiAssetsMargin:b");
        foreach ((string path, string name, int same) in ((string, string, int)[])[("/fapi/v1/positionSide/dual", "dualSidePosition", -4059), ("/fapi/v1/multiAssetsMargin", "multiAssetsMargin", -4171), ("/fapi/v1/feeBurn", "feeBurn", -1020)])
        {
            _called.Add($"POST {path}");
            (await anna.Post(path, $"{name}=false")).IsRefused(400, same);
            (await anna.Post(path, $"{name}=true")).IsRefused(400, -1020);
        }
    }

    private async Task Markets(FapiClient anna)
    {
        FapiReply depth = await Check("GET", "/fapi/v1/depth", anna.Open("/fapi/v1/depth", $"{Btc}&limit=5"), "lastUpdateId:n E:n T:n bids:l asks:l");
        Assert.Equal(depth["lastUpdateId"].GetInt64(), (await anna.Open("/fapi/v1/ticker/bookTicker", Btc)).Ok()["lastUpdateId"].GetInt64());
        (await anna.Open("/fapi/v1/depth", $"{Btc}&limit=7")).IsRefused(400, -4021);
        (await anna.Open("/fapi/v1/depth")).IsRefused(400, -1102);
        (await anna.Open("/fapi/v1/depth", "symbol=NOSUCH")).IsRefused(400, -1121);
        const string trade = "[id:n price:s qty:s quoteQty:s time:n isBuyerMaker:b";
        FapiReply trades = await Check("GET", "/fapi/v1/trades", anna.Open("/fapi/v1/trades", Btc), trade);
        await Check("GET", "/fapi/v1/historicalTrades", anna.Keyed(HttpMethod.Get, "/fapi/v1/historicalTrades", $"{Btc}&fromId={trades.Body[0].GetProperty("id")}"), trade);
        // Before the first trade there is none; up to the last there are all.
        long last = trades.Body[trades.Body.GetArrayLength() - 1].GetProperty("time").GetInt64(), begin = trades.Body[0].GetProperty("time").GetInt64();
        Assert.Equal(0, (await anna.Open("/fapi/v1/aggTrades", $"{Btc}&endTime={begin - 1}")).Ok().Body.GetArrayLength());
        Assert.NotEqual(0, (await anna.Open("/fapi/v1/aggTrades", $"{Btc}&endTime={last}")).Ok().Body.GetArrayLength());
        await Check("GET", "/fapi/v1/aggTrades", anna.Open("/fapi/v1/aggTrades", Btc), "[a:n p:s q:s f:n l:n T:n m:b");
        foreach ((string path, string name) in ((string, string)[])[("/fapi/v1/klines", "symbol"), ("/fapi/v1/continuousKlines", "pair"), ("/fapi/v1/markPriceKlines", "symbol"), ("/fapi/v1/indexPriceKlines", "pair"), ("/fapi/v1/premiumIndexKlines", "symbol")])
        {
            FapiReply candles = await Call("GET", path, anna.Open(path, $"{name}=BTCUSDC&contractType=PERPETUAL&interval=1m"));
            Assert.Equal("nsssssnsnsss", string.Concat(candles.Body[0].EnumerateArray().Select(v => v.ValueKind == JsonValueKind.String ? 's' : 'n')));
        }
        foreach ((string path, string members) in ((string, string)[])
        [
            ("/fapi/v1/ticker/24hr", FapiContract.Day), ("/fapi/v1/ticker/price", "symbol:s price:s time:n"), ("/fapi/v2/ticker/price", "symbol:s price:s time:n"),
            ("/fapi/v1/ticker/bookTicker", "lastUpdateId:n symbol:s bidPrice:s bidQty:s askPrice:s askQty:s time:n"),
            ("/fapi/v1/premiumIndex", "symbol:s markPrice:s indexPrice:s estimatedSettlePrice:s lastFundingRate:s interestRate:s nextFundingTime:n time:n"),
        ])
        {
            await Check("GET", path, anna.Open(path, Btc), members);
            Assert.Equal(6, (await Check("GET", path, anna.Open(path), "[" + members)).Body.GetArrayLength());
        }
        await Check("GET", "/fapi/v1/openInterest", anna.Open("/fapi/v1/openInterest", Btc), "symbol:s openInterest:s time:n");
    }

    private async Task Risks(FapiClient anna, FapiClient ben)
    {
        FapiReply funds = await Check("GET", "/fapi/v1/insuranceBalance", anna.Open("/fapi/v1/insuranceBalance"), "[symbols:l assets:l");
        FapiContract.Check("assets", funds.Body[0].GetProperty("assets"), "[asset:s marginBalance:s updateTime:n");
        FapiContract.Check("fund of a symbol", (await anna.Open("/fapi/v1/insuranceBalance", Btc)).Ok().Body, "symbols:l assets:l");
        await Check("GET", "/fapi/v1/symbolAdlRisk", anna.Open("/fapi/v1/symbolAdlRisk", Btc), "symbol:s adlRisk:s updateTime:n");
        Assert.Equal(6, (await anna.Open("/fapi/v1/symbolAdlRisk")).Ok().Body.GetArrayLength());
        FapiReply made = await Check("GET", "/fapi/v1/constituents", anna.Open("/fapi/v1/constituents", Btc), "symbol:s time:n constituents:l");
        // With prices by hand an index is made of nothing.
        Assert.Equal(0, made["constituents"].GetArrayLength());
        foreach (string path in (string[])["/fapi/v1/assetIndex", "/fapi/v1/indexInfo"]) Assert.Equal(0, (await Call("GET", path, anna.Open(path))).Body.GetArrayLength());
        FapiReply basis = await Check("GET", "/futures/data/basis", anna.Open("/futures/data/basis", "pair=BTCUSDC&contractType=PERPETUAL&period=5m"),
            "[indexPrice:s contractType:s basisRate:s futuresPrice:s annualizedBasisRate:s basis:s pair:s timestamp:n");
        JsonElement last = basis.Body[basis.Body.GetArrayLength() - 1];
        Assert.Equal(("60000", "60100", "100", "0.001666666"), (Text(last, "indexPrice"), Text(last, "futuresPrice"), Text(last, "basis"), Text(last, "basisRate")));
        (await anna.Open("/futures/data/basis", "pair=BTCUSDC&period=1m")).IsRefused(400, -1130);
        await Flows(anna, ben);
        FapiReply places = await Check("GET", "/fapi/v1/adlQuantile", anna.Get("/fapi/v1/adlQuantile"), "[symbol:s adlQuantile:o");
        FapiContract.Check("adlQuantile", places.Body[0].GetProperty("adlQuantile"), "LONG:n SHORT:n BOTH:n");
        Assert.Equal(2, places.Body.GetArrayLength());
        await Pots(anna, ben);
        Assert.Equal(0, (await Call("GET", "/fapi/v1/forceOrders", anna.Get("/fapi/v1/forceOrders", "autoCloseType=ADL"))).Body.GetArrayLength());
        (await anna.Get("/fapi/v1/forceOrders", "autoCloseType=OTHER")).IsRefused(400, -1130);
    }

    private async Task Flows(FapiClient anna, FapiClient ben)
    {
        const string five = $"{Btc}&period=5m";
        (await anna.Post("/fapi/v1/order", $"{Btc}&side=BUY&type=LIMIT&quantity=0.002&price=60001&timeInForce=GTC")).Ok();
        (await ben.Post("/fapi/v1/order", $"{Btc}&side=SELL&type=MARKET&quantity=0.002")).Ok();
        const string held = "0.006";
        // History stores in batches; there is news of it four times a second.
        while (Last(await anna.Open("/futures/data/openInterestHist", five)) is var last && (last.ValueKind == JsonValueKind.Undefined || Text(last, "sumOpenInterest") != held)) await Task.Delay(10);
        FapiReply open = await Check("GET", "/futures/data/openInterestHist", anna.Open("/futures/data/openInterestHist", five), "[symbol:s sumOpenInterest:s sumOpenInterestValue:s timestamp:n");
        Assert.Equal((held, "360"), (Text((await anna.Open("/fapi/v1/openInterest", Btc)).Ok().Body, "openInterest"), Text(Last(open), "sumOpenInterestValue")));
        Assert.Equal(0, Last(open).GetProperty("timestamp").GetInt64() % 300_000);
        FapiReply sides = await Check("GET", "/futures/data/globalLongShortAccountRatio", anna.Open("/futures/data/globalLongShortAccountRatio", five),
            "[symbol:s longShortRatio:s longAccount:s shortAccount:s timestamp:n");
        Assert.Equal(("1", "0.5", "0.5"), (Text(Last(sides), "longShortRatio"), Text(Last(sides), "longAccount"), Text(Last(sides), "shortAccount")));
        FapiReply taken = await Check("GET", "/futures/data/takerlongshortRatio", anna.Open("/futures/data/takerlongshortRatio", $"{Btc}&period=1d"), "[buySellRatio:s buyVol:s sellVol:s timestamp:n");
        Assert.Equal(("2", "0.004", "0.002"), (Text(Last(taken), "buySellRatio"), Text(Last(taken), "buyVol"), Text(Last(taken), "sellVol")));
        (await anna.Open("/futures/data/openInterestHist", $"{Btc}&period=1m")).IsRefused(400, -1130);
        (await anna.Open("/futures/data/openInterestHist", Btc)).IsRefused(400, -1102);
        (await anna.Open("/futures/data/openInterestHist", "period=5m")).IsRefused(400, -1102);
        (await anna.Open("/futures/data/takerlongshortRatio", $"{five}&startTime=2&endTime=1")).IsRefused(400, -1023);
        Assert.Equal(0, (await anna.Open("/futures/data/openInterestHist", $"{five}&startTime={long.MaxValue - 1}&endTime={long.MaxValue}")).Ok().Body.GetArrayLength());
    }

    private async Task Pots(FapiClient anna, FapiClient ben)
    {
        (await anna.Post("/fapi/v1/positionMargin", "symbol=ETHUSDC&amount=1.25&type=2")).Ok();
        FapiReply moves = await Check("GET", "/fapi/v1/positionMargin/history", anna.Get("/fapi/v1/positionMargin/history", "symbol=ETHUSDC"),
            "[symbol:s type:n deltaType:s amount:s asset:s time:n positionSide:s");
        Assert.Equal([("1", "5.5"), ("2", "1.25")], moves.Body.EnumerateArray().Select(m => (m.GetProperty("type").ToString(), Text(m, "amount"))));
        FapiReply taken = (await anna.Get("/fapi/v1/positionMargin/history", "symbol=ETHUSDC&type=2")).Ok();
        Assert.Equal("1.25", Text(Assert.Single(taken.Body.EnumerateArray()), "amount"));
        Assert.Equal(0, (await ben.Get("/fapi/v1/positionMargin/history", "symbol=ETHUSDC")).Ok().Body.GetArrayLength());
    }

    private static JsonElement Last(FapiReply reply) => reply.Body.GetArrayLength() is > 0 and var count ? reply.Body[count - 1] : default;

    private static string? Text(JsonElement from, string name) => from.GetProperty(name).GetString();

    private async Task Past(FapiClient anna, long order)
    {
        FapiReply orders = await Check("GET", "/fapi/v1/allOrders", anna.Get("/fapi/v1/allOrders", Btc), "[" + FapiContract.Order + " time:n");
        Assert.Contains(orders.Body.EnumerateArray(), o => o.GetProperty("orderId").GetInt64() == order && o.GetProperty("status").GetString() == "FILLED" && o.GetProperty("avgPrice").GetString() == "60100");
        FapiReply fills = await Check("GET", "/fapi/v1/userTrades", anna.Get("/fapi/v1/userTrades", $"{Btc}&orderId={order}"),
            "[symbol:s id:n orderId:n side:s positionSide:s price:s qty:s quoteQty:s realizedPnl:s commission:s commissionAsset:s marginAsset:s time:n buyer:b maker:b");
        Assert.Equal("0.10818", Assert.Single(fills.Body.EnumerateArray()).GetProperty("commission").GetString());
        foreach (string path in (string[])["/fapi/v1/userTrades", "/fapi/v1/allOrders", "/fapi/v1/income"])
            Assert.Equal(0, (await anna.Get(path, $"{Btc}&startTime={long.MaxValue - 1}&endTime={long.MaxValue}")).Ok().Body.GetArrayLength());
        Assert.Equal(0, (await anna.Open("/fapi/v1/klines", $"{Btc}&interval=1M&startTime={long.MaxValue - 1}&endTime={long.MaxValue}")).Ok().Body.GetArrayLength());
        await Check("GET", "/fapi/v1/income", anna.Get("/fapi/v1/income"), "[symbol:s incomeType:s income:s asset:s info:s time:n tranId:s tradeId:s");
        // With prices by hand no hour has funding.
        Assert.Equal(0, (await Call("GET", "/fapi/v1/fundingRate", anna.Open("/fapi/v1/fundingRate", Btc))).Body.GetArrayLength());
    }

    private async Task Keys(FapiClient anna)
    {
        FapiReply made = await Check("POST", "/fapi/v1/listenKey", anna.Keyed(HttpMethod.Post, "/fapi/v1/listenKey"), "listenKey:s");
        Assert.Matches("^[A-Za-z0-9]{64}$", made["listenKey"].GetString());
        await Check("PUT", "/fapi/v1/listenKey", anna.Keyed(HttpMethod.Put, "/fapi/v1/listenKey"), "listenKey:s");
        Assert.Empty((await Call("DELETE", "/fapi/v1/listenKey", anna.Keyed(HttpMethod.Delete, "/fapi/v1/listenKey"))).Body.EnumerateObject());
        (await anna.Keyed(HttpMethod.Put, "/fapi/v1/listenKey")).IsRefused(400, -1125);
    }

    private async Task<FapiReply> Check(string method, string path, Task<FapiReply> asked, string members)
    {
        FapiReply reply = await Call(method, path, asked);
        FapiContract.Check($"{method} {path}", reply.Body, members);
        return reply;
    }

    private async Task<FapiReply> Call(string method, string path, Task<FapiReply> asked)
    {
        _called.Add($"{method} {path}");
        FapiReply reply = (await asked).Ok();
        Assert.True(reply.Headers.ContainsKey("X-MBX-USED-WEIGHT-1M"), path);
        return reply;
    }

    private static bool IsDialect(string line) => line.Contains(" /fapi/", StringComparison.Ordinal) || line.Contains(" /sapi/", StringComparison.Ordinal) || line.Contains(" /futures/data/", StringComparison.Ordinal);

    private static string RouteOf(string line)
    {
        string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return $"{words[0]} {words[1]}";
    }
}
