namespace Peregrine.EndToEnd.Fapi;

public sealed class FapiLimitTests
{
    [Fact]
    public async Task Who_asks_too_much_is_told_when_to_come_back_and_who_does_not_stop_is_banned()
    {
        using var folder = new Folder();
        using VenueProcess venue = await VenueProcess.Start(folder.Path, "--limits.fapi.weight", "60", "--limits.fapi.orders-10s", "3");
        using ApiClient person = await venue.Client().Join("anna");
        using FapiClient bot = await FapiClient.Join(person);
        FapiReply told = (await bot.Get("/fapi/v1/rateLimit/order")).Ok();
        Assert.Equal(3, told.Body[0].GetProperty("limit").GetInt32());
        FapiReply order = await Until(() => bot.Post("/fapi/v1/order", "symbol=BTCUSDC&side=BUY&type=LIMIT&quantity=0.001&price=59000&timeInForce=GTC"), 429);
        order.IsRefused(429, -1015);
        Assert.InRange(int.Parse(order.Headers["Retry-After"], null), 1, 60);
        FapiReply refused = await Until(() => bot.Open("/fapi/v1/exchangeInfo"), 429);
        refused.IsRefused(429, -1003);
        Assert.InRange(int.Parse(refused.Headers["Retry-After"], null), 1, 60);
        // What makes risk smaller goes on for as much again.
        (await bot.Delete("/fapi/v1/allOpenOrders", "symbol=BTCUSDC")).Ok();
        FapiReply banned = await Until(() => bot.Open("/fapi/v1/ping"), 418);
        banned.IsRefused(418, -1003);
        Assert.InRange(int.Parse(banned.Headers["Retry-After"], null), 100, 120);
    }

    // Windows end by the clock, so that how many are taken before the first no is not known to the last one.
    private static async Task<FapiReply> Until(Func<Task<FapiReply>> ask, int status)
    {
        for (int i = 0; i < 500; i++)
        {
            FapiReply reply = await ask();
            if (reply.Status == status) return reply;
        }
        throw new InvalidOperationException($"500 requests, and none was answered with {status}");
    }
}
