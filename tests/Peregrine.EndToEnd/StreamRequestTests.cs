using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Peregrine.Identity.Tests.Keys;

namespace Peregrine.EndToEnd;

/// <summary>What a client may say on a socket, and how.</summary>
[Collection(OneVenue.Name)]
public sealed class StreamRequestTests(SharedVenue shared)
{
    [Fact]
    public async Task Texts_may_be_escaped_as_json_allows()
    {
        using ApiClient anna = await shared.Somebody();
        using StreamClient socket = await StreamClient.Open(shared.Venue.Url);
        Assert.True((await socket.Ask($"\"op\":\"auth\",\"token\":\"\\u{(int)anna.Token![0]:x4}{anna.Token[1..]}\"")).TryGetProperty("ok", out _));
        string place = OrderTests.Limit("ADA-PERP", "buy", "0.4", "100").Insert(1, "\"clientOrderId\":\"a/b\",");
        JsonElement placed = await socket.Ask($"\"op\":\"place\",\"body\":{place}");
        Assert.True(placed.TryGetProperty("result", out _), placed.ToString());
        JsonElement amended = await socket.Ask("\"op\":\"amend\",\"order\":\"client:a\\/b\",\"body\":{\"market\":\"ADA-PERP\",\"qty\":\"90\"}");
        Assert.True(amended.TryGetProperty("result", out _), amended.ToString());
        JsonElement batch = await socket.Ask("\"op\":\"batch\",\"body\":{\"commands\":[{\"op\":\"cancel\",\"id\":\"client:a\\/b\"}]}");
        Assert.DoesNotContain("error", batch.ToString(), StringComparison.Ordinal);
        byte[] seed = RandomNumberGenerator.GetBytes(32);
        string key = (await anna.Post("/keys", $$"""{"label":"e","scopes":["read"],"publicKey":"{{Convert.ToBase64String(Ed25519Pair.PublicKey(seed))}}"}""")).Is(200).Text("keyId");
        // Signatures differ by the time until one has a slash.
        (string Time, string Text) signed = Enumerable.Range(0, 500).Select(i => Signature(seed, i)).First(static s => s.Text.Contains('/', StringComparison.Ordinal));
        JsonElement answer = await socket.Ask($"\"op\":\"auth\",\"key\":\"{key}\",\"timestamp\":{signed.Time},\"signature\":\"{signed.Text.Replace("/", "\\/", StringComparison.Ordinal)}\"");
        Assert.True(answer.TryGetProperty("ok", out _), answer.ToString());
    }

    private static (string Time, string Text) Signature(byte[] seed, int msAgo)
    {
        string time = DateTimeOffset.UtcNow.AddMilliseconds(-msAgo).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        return (time, Convert.ToBase64String(Ed25519Pair.Sign(seed, Encoding.UTF8.GetBytes($"peregrine-v1\n{time}\n\nGET\n/ws/v1\n"))));
    }

    [Fact]
    public async Task A_socket_that_is_full_takes_again_what_it_has()
    {
        using ApiClient anna = await shared.Somebody();
        using StreamClient socket = await StreamClient.Open(shared.Venue.Url);
        string[] names =
        [
            .. from market in (await anna.Get("/markets")).Is(200)["markets"].EnumerateArray()
               from interval in new[] { "1m", "3m", "5m", "15m", "30m", "1h", "2h", "4h", "6h", "8h", "12h", "1d" }
               from source in new[] { "trades", "mark", "index" }
               select $"\"ch\":\"candles\",\"limit\":1,\"market\":\"{market.GetProperty("market").GetString()}\",\"interval\":\"{interval}\",\"source\":\"{source}\"",
        ];
        Assert.InRange(names.Length, 201, int.MaxValue);
        foreach (string name in names[..200]) Assert.True((await socket.Ask($"\"op\":\"subscribe\",{name}")).TryGetProperty("ok", out _), name);
        Assert.Equal("CAPACITY_FULL", (await socket.Ask($"\"op\":\"subscribe\",{names[200]}")).GetProperty("error").GetProperty("code").GetString());
        Assert.True((await socket.Ask($"\"op\":\"subscribe\",{names[7]}")).TryGetProperty("ok", out _));
    }
}
