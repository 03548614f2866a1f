using System.Globalization;

namespace Peregrine.EndToEnd.Fapi;

public sealed class FapiSignatureTests(SharedVenue shared) : IClassFixture<SharedVenue>
{
    private const string Account = "/fapi/v3/account";

    [Fact]
    public async Task What_was_not_signed_so_is_refused_with_the_documented_code()
    {
        using ApiClient person = await shared.Somebody();
        using FapiClient bot = await FapiClient.Join(person);
        (await bot.Get(Account)).Ok();
        (await bot.Send(HttpMethod.Get, Account, "", null, hasKey: false)).IsRefused(401, -2014);
        (await bot.Send(HttpMethod.Get, Account, "", null, isSigned: false)).IsRefused(400, -1102);
        (await bot.Send(HttpMethod.Get, Account, "", null, signature: new string('0', 64))).IsRefused(400, -1022);
        bot.SkewMs = -120_000;
        (await bot.Get(Account)).IsRefused(400, -1021);
        bot.SkewMs = 60_000;
        (await bot.Get(Account)).IsRefused(400, -1021);
        using var stranger = new FapiClient(bot.Url, new string('0', 32), "x");
        (await stranger.Get(Account)).IsRefused(401, -2015);
        using var nobody = new FapiClient(bot.Url, "no key", "x");
        (await nobody.Get(Account)).IsRefused(401, -2014);
    }

    [Fact]
    public async Task The_signature_covers_query_and_form_as_they_came_wherever_it_stands()
    {
        using ApiClient person = await shared.Somebody();
        using FapiClient bot = await FapiClient.Join(person);
        string time = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        string query = "symbol=BTCUSDC&note=a%2Fb%20c", form = $"recvWindow=60000&leverage=5&timestamp={time}";
        string signature = bot.Sign(query + form);
        (await bot.Send(HttpMethod.Post, "/fapi/v1/leverage", query, $"{form}&signature={signature}", isSigned: false)).Ok();
        (await bot.Send(HttpMethod.Post, "/fapi/v1/leverage", query, $"signature={signature}&{form}", isSigned: false)).Ok();
        (await bot.Send(HttpMethod.Post, "/fapi/v1/leverage", $"{query}&signature={signature}", form, isSigned: false)).Ok();
        (await bot.Send(HttpMethod.Post, "/fapi/v1/leverage", $"symbol=BTCUSDC&note=a%2Fb&signature={signature}", form, isSigned: false)).IsRefused(400, -1022);
    }

    [Fact]
    public async Task A_key_does_what_its_scopes_allow()
    {
        using ApiClient person = await shared.Somebody();
        using FapiClient reader = await FapiClient.Join(person, "[\"read\"]"), closer = await FapiClient.Join(person, "[\"read\",\"reduceOnly\"]");
        const string order = "symbol=BTCUSDC&side=BUY&type=LIMIT&quantity=0.001&price=59000&timeInForce=GTC";
        (await reader.Get(Account)).Ok();
        (await reader.Post("/fapi/v1/order", order)).IsRefused(401, -2015);
        (await closer.Post("/fapi/v1/order", order)).IsRefused(401, -2015);
        (await closer.Post("/fapi/v1/order", order + "&reduceOnly=true")).IsRefused(400, -2022);
        (await closer.Post("/fapi/v1/leverage", "symbol=BTCUSDC&leverage=3")).IsRefused(401, -2015);
    }

    [Fact]
    public async Task A_request_that_is_sent_again_is_no_second_order()
    {
        using ApiClient person = await shared.Somebody();
        using FapiClient bot = await FapiClient.Join(person);
        string time = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        string query = $"symbol=BTCUSDC&side=BUY&type=LIMIT&quantity=0.001&price=59000&timeInForce=GTC&recvWindow=60000&timestamp={time}";
        string signed = $"{query}&signature={bot.Sign(query)}";
        (await bot.Send(HttpMethod.Post, "/fapi/v1/order", signed, null, isSigned: false)).Ok();
        (await bot.Send(HttpMethod.Post, "/fapi/v1/order", signed, null, isSigned: false)).IsRefused(400, -4116);
        Assert.Single((await bot.Get("/fapi/v1/openOrders")).Ok().Body.EnumerateArray());
    }

    [Fact]
    public async Task A_key_that_was_taken_away_listens_no_longer()
    {
        using ApiClient person = await shared.Somebody();
        using FapiClient bot = await FapiClient.Join(person);
        string key = (await bot.Keyed(HttpMethod.Post, "/fapi/v1/listenKey")).Ok()["listenKey"].GetString()!;
        using FapiSocket open = await FapiSocket.Open(bot.Url, $"/ws/{key}");
        (await open.Ask("LIST_SUBSCRIPTIONS")).GetProperty("result");
        (await person.Send(HttpMethod.Delete, $"/keys/{bot.Key}", null)).Is(204);
        Assert.Equal(4001, await open.Closed());
        (await bot.Keyed(HttpMethod.Put, "/fapi/v1/listenKey")).IsRefused(401, -2015);
        using FapiSocket again = await FapiSocket.Open(bot.Url, $"/ws/{key}");
        Assert.Equal(0, (await again.Ask("LIST_SUBSCRIPTIONS")).GetProperty("result").GetArrayLength());
    }
}
