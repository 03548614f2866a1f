namespace Peregrine.EndToEnd;

/// <summary>A second factor as a person meets it: at the door, and again before money leaves.</summary>
[Collection(OneVenue.Name)]
public sealed class SecondFactorTests(SharedVenue shared)
{
    private const string Withdrawing = """{"label":"payout","scopes":["withdraw"]}""";

    [Fact]
    public async Task It_is_asked_at_the_door_and_again_for_what_moves_money_out()
    {
        using ApiClient anna = await shared.Venue.Client().Join("second-anna");
        (await anna.Post("/auth/second-factor", "{}")).IsRefused(400, "BAD_VALUE");
        (await anna.Post("/auth/second-factor", """{"password":"not the password"}""")).IsRefused(401, "WRONG_CREDENTIALS");
        var app = new Authenticator((await anna.Post("/auth/second-factor", $$"""{"password":"{{ApiClient.Password}}"}""")).Is(200).Text("uri"));
        Reply on = (await anna.Post("/auth/second-factor/confirm", Code(await app.Code()))).Is(200);
        string[] codes = [.. on["recoveryCodes"].EnumerateArray().Select(static c => c.GetString()!)];
        Assert.Equal(10, codes.Length);

        Reply half = (await anna.Post("/auth/sign-in", ApiClient.Credentials("second-anna"))).Is(200);
        Assert.Equal("code", half.Text("next"));
        Assert.False(half.Body.TryGetProperty("accessToken", out _));
        Reply wrong = (await anna.Post("/auth/sign-in/code", Shown(half, "000-000"))).IsRefused(401, "WRONG_CREDENTIALS");
        Assert.Equal("code", wrong["error"].GetProperty("field").GetString());
        Reply whole = (await anna.Post("/auth/sign-in/code", Shown(half, await app.Code()))).Is(200);
        (await anna.Post("/auth/sign-in/code", Shown(half, codes[0]))).IsRefused(401, "UNAUTHENTICATED");

        await Letters.Confirm(anna, "second-anna");
        using var there = new ApiClient(anna.Url) { Token = whole.Text("accessToken") };
        (await there.Post("/keys", Withdrawing)).IsRefused(403, "SECOND_FACTOR_NEEDED");
        (await there.Post("/keys", """{"label":"bot","scopes":["trade"]}""")).Is(200);
        (await there.Post("/withdrawals", """{"asset":"USDC","amount":"1","addressId":"1","requestId":"w"}""")).IsRefused(403, "SECOND_FACTOR_NEEDED");
        (await there.Post("/auth/password", $$"""{"password":"{{ApiClient.Password}}","newPassword":"another horse battery"}""")).IsRefused(403, "SECOND_FACTOR_NEEDED");
        (await there.Post("/auth/step-up", Code(codes[1]))).Is(204);
        (await there.Post("/keys", Withdrawing)).Is(200);
    }

    private static string Code(string code) => $$"""{"code":"{{code}}"}""";

    private static string Shown(Reply half, string code) => $$"""{"challenge":"{{half.Text("challenge")}}","code":"{{code}}"}""";
}
