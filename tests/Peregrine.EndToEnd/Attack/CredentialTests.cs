using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Peregrine.EndToEnd.Attack;

/// <summary>Tokens and signatures that were made up, bent, cut, kept too long or sent again.</summary>
[Collection(OneVenue.Name)]
public sealed class CredentialTests(SharedVenue shared)
{
    [Fact]
    public async Task A_token_that_was_touched_is_none()
    {
        using ApiClient who = await shared.Somebody();
        string[] parts = who.Token!.Split('.');
        string header = Text(parts[0]), claims = Text(parts[1]);
        string[] headers =
        [
            """{"alg":"none","typ":"at+jwt"}""", """{"alg":"None"}""", header.Replace("HS256", "none", StringComparison.Ordinal), header.Replace("HS256", "RS256", StringComparison.Ordinal),
            header.Replace("HS256", "HS512", StringComparison.Ordinal), header.Replace("HS256", "ES256", StringComparison.Ordinal), header.Insert(1, "\"jwk\":{\"kty\":\"oct\",\"k\":\"AA\"},"),
            header.Insert(1, "\"jku\":\"http://127.0.0.1/\","), header.Replace("\"kid\":\"", "\"kid\":\"../", StringComparison.Ordinal), header.Replace(",", ", ", StringComparison.Ordinal), "{}", "",
        ];
        string[] bodies =
        [
            claims.Replace("\"role\":1", "\"role\":3", StringComparison.Ordinal), claims.Insert(1, "\"role\":3,"), Later(claims), claims.Replace("\"iss\":\"peregrine\"", "\"iss\":\"other\"", StringComparison.Ordinal), "{}", "",
        ];
        List<string> forged =
        [
            .. headers.Select(h => $"{Coded(h)}.{parts[1]}.{parts[2]}"), .. headers.Select(h => $"{Coded(h)}.{parts[1]}."), .. bodies.Select(b => $"{parts[0]}.{Coded(b)}.{parts[2]}"),
            $"{parts[0]}.{parts[1]}", $"{parts[0]}.{parts[1]}.", $"{who.Token}=", $"{who.Token}.", $"{who.Token}.{parts[2]}", "null", ".", "..", new string('a', 2000),
        ];
        for (int cut = 1; cut < who.Token.Length; cut += 7) forged.Add(who.Token[..^cut]);
        string good = who.Token;
        foreach (string token in forged.Where(t => t != good))
        {
            who.Token = token;
            Reply reply = await who.Get("/me");
            Assert.True(reply is { Status: 401, Code: "UNAUTHENTICATED" }, $"{token}: {reply.Status} {reply.Code}");
        }
        who.Token = good;
        (await who.Get("/me")).Is(200);
        // The last digits of base64 have bits that mean nothing: another spelling of the same seal is none either.
        who.Token = good[..^1] + (char)(good[^1] + 1);
        Assert.Equal(401, (await who.Get("/me")).Status);
        who.Token = null;
        Assert.Equal(401, (await who.Get($"/account?token={good}&access_token={good}")).Status);
    }

    [Fact]
    public async Task A_signature_is_good_for_its_request_and_its_moment()
    {
        using ApiClient owner = await shared.Somebody();
        Reply key = (await owner.Post("/keys", """{"label":"k","scopes":["read","trade"]}""")).Is(200);
        (string name, string secret) = (key.Text("keyId"), key.Text("secret"));
        using ApiClient bot = shared.Venue.Client();
        bot.Signer = (name, secret);
        long now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        foreach (long off in new[] { -6_000L, -3_600_000, 60_000, 86_400_000, -now }) (await bot.Send(HttpMethod.Get, "/account", null, now + off)).IsRefused(401, "TIMESTAMP_OUT_OF_WINDOW");
        string time = now.ToString(CultureInfo.InvariantCulture), right = ApiClient.Sign(secret, time, "GET", "/api/v1/account", "");
        (await bot.Send(HttpMethod.Get, "/account", null, now, right)).Is(200);
        string[] wrong =
        [
            "", "00", right[..^2], right + "00", new string('0', 64), new string('f', 64), ApiClient.Sign(secret, time, "POST", "/api/v1/account", ""), ApiClient.Sign(secret, time, "GET", "/api/v1/balances", ""),
            ApiClient.Sign(secret, time, "GET", "/api/v1/account", "{}"), ApiClient.Sign("x" + secret[1..], time, "GET", "/api/v1/account", ""), ApiClient.Sign(name, time, "GET", "/api/v1/account", ""),
        ];
        foreach (string signature in wrong.Where(w => w != right)) Assert.Equal((401, "BAD_SIGNATURE"), Of(await bot.Send(HttpMethod.Get, "/account", null, now, signature)));
        (await bot.Send(HttpMethod.Get, "/balances", null, now, right)).IsRefused(401, "BAD_SIGNATURE");
        (await bot.Send(HttpMethod.Get, "/account?a=b", null, now, right)).IsRefused(401, "BAD_SIGNATURE");
        bot.Signer = (new string('0', 32), secret);
        (await bot.Get("/account")).IsRefused(401, "BAD_SIGNATURE");
        bot.Signer = (name, secret);
        bot.Token = owner.Token;
        (await bot.Get("/account")).IsRefused(401, "UNAUTHENTICATED");
    }

    [Fact]
    public async Task The_same_signed_order_sent_again_is_the_same_order()
    {
        using ApiClient owner = await shared.Somebody();
        Reply key = (await owner.Post("/keys", """{"label":"k","scopes":["read","trade"]}""")).Is(200);
        using ApiClient bot = shared.Venue.Client();
        bot.Signer = (key.Text("keyId"), key.Text("secret"));
        long now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        string body = OrderTests.Limit("SOL-PERP", "buy", "100", "1");
        Reply[] sent = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => bot.Send(HttpMethod.Post, "/orders", body, now)));
        Assert.Single(sent.Select(static r => r.Is(200).Text("orderId")).Distinct());
        Assert.Single(sent, static r => !r["duplicate"].GetBoolean());
        (await owner.Send(HttpMethod.Delete, "/orders?market=SOL-PERP", null)).Is(200);
    }

    [Fact]
    public async Task A_session_is_the_venues_to_name_and_a_used_refresh_token_ends_it()
    {
        using ApiClient who = await shared.Somebody();
        string name = (await who.Get("/me")).Text("email").Split('@')[0];
        Reply first = (await who.Post("/auth/sign-in", ApiClient.Credentials(name))).Is(200), second = (await who.Post("/auth/sign-in", ApiClient.Credentials(name))).Is(200);
        Assert.NotEqual(first.Text("sessionId"), second.Text("sessionId"));
        (await who.Post("/auth/sign-in", ApiClient.Credentials(name).Replace("}", ",\"sessionId\":\"" + first.Text("sessionId") + "\"}", StringComparison.Ordinal))).IsRefused(400, "UNKNOWN_FIELD");
        string stolen = first.Text("refreshToken");
        string next = (await who.Post("/auth/refresh", Refresh(stolen))).Is(200).Text("refreshToken");
        (await who.Post("/auth/refresh", Refresh(next))).Is(200);
        Assert.Equal(401, (await who.Post("/auth/refresh", Refresh(stolen))).Status);
        Assert.Equal(401, (await who.Post("/auth/refresh", Refresh(next))).Status);
        who.Token = first.Text("accessToken");
        (await who.Get("/me")).IsRefused(401, "SESSION_ENDED");
        foreach (string bent in new[] { stolen[..^1], stolen + "A", "prt_", new string('A', 74), stolen.Replace("prt_", "PRT_", StringComparison.Ordinal) })
            Assert.InRange((await who.Post("/auth/refresh", Refresh(bent))).Status, 400, 401);
    }

    private static (int, string?) Of(Reply reply) => (reply.Status, reply.Code);

    private static string Refresh(string token) => $$"""{"refreshToken":"{{token}}"}""";

    private static string Later(string claims)
    {
        long expires = JsonDocument.Parse(claims).RootElement.GetProperty("exp").GetInt64();
        return claims.Replace(expires.ToString(CultureInfo.InvariantCulture), (expires + 86_400).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    private static string Text(string part) => Encoding.UTF8.GetString(Convert.FromBase64String(part.Replace('-', '+').Replace('_', '/').PadRight((part.Length + 3) / 4 * 4, '=')));

    private static string Coded(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
