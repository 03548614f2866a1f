using System.Globalization;
using System.Text.Json;

namespace Peregrine.EndToEnd;

/// <summary>What a key may do on a socket, it may do for as long as it may do it at all.</summary>
[Collection(OneVenue.Name)]
public sealed class KeySocketTests(SharedVenue shared)
{
    private static readonly string Order = $"\"op\":\"place\",\"body\":{OrderTests.Limit("BTC-PERP", "buy", "50000", "0.001")}";

    [Fact]
    public async Task A_socket_ends_with_its_key_s_time()
    {
        using ApiClient anna = await shared.Somebody();
        long until = DateTimeOffset.UtcNow.AddSeconds(4).ToUnixTimeMilliseconds();
        Reply key = (await anna.Post("/keys", $$"""{"label":"short","scopes":["read","trade"],"expiresAt":{{until}}}""")).Is(200);
        using StreamClient socket = await Open(key);
        await socket.Ask("\"op\":\"subscribe\",\"ch\":\"account\"");
        Assert.Equal("live", (await socket.Ask(Order)).GetProperty("result").GetProperty("state").GetString());
        (await anna.Send(HttpMethod.Delete, "/orders", null)).Is(200);
        Assert.Equal("ended", (await socket.Frame("session")).GetProperty("type").GetString());
        Assert.True(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() >= until);
        Assert.Equal(4001, await socket.Closed());
    }

    [Theory]
    [InlineData("\"scopes\":[\"read\"]")]
    [InlineData("\"scopes\":[\"read\",\"trade\"],\"networks\":[\"10.1.2.0/24\"]")]
    [InlineData("\"scopes\":[\"read\",\"trade\"],\"expiresAt\":4000000000000")]
    public async Task A_key_that_is_to_do_less_signs_in_anew(string narrower)
    {
        using ApiClient anna = await shared.Somebody();
        Reply key = (await anna.Post("/keys", """{"label":"bot","scopes":["read","trade"]}""")).Is(200);
        using StreamClient socket = await Open(key);
        (await anna.Send(HttpMethod.Patch, $"/keys/{key.Text("keyId")}", $$"""{"label":"bot","{{narrower[1..]}}}""")).Is(200);
        Assert.Equal("ended", (await socket.Frame("session")).GetProperty("type").GetString());
        Assert.Equal(4001, await socket.Closed());
    }

    [Fact]
    public async Task A_key_that_is_called_otherwise_or_may_do_more_keeps_its_sockets()
    {
        using ApiClient anna = await shared.Somebody();
        Reply key = (await anna.Post("/keys", """{"label":"bot","scopes":["read","trade"]}""")).Is(200);
        using StreamClient socket = await Open(key);
        (await anna.Send(HttpMethod.Patch, $"/keys/{key.Text("keyId")}", """{"label":"robot","scopes":["read","trade","transfer"]}""")).Is(200);
        Assert.Equal("live", (await socket.Ask(Order)).GetProperty("result").GetProperty("state").GetString());
        (await anna.Send(HttpMethod.Delete, "/orders", null)).Is(200);
    }

    private async Task<StreamClient> Open(Reply key)
    {
        StreamClient socket = await StreamClient.Open(shared.Venue.Url);
        string time = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        string signature = ApiClient.Sign(key.Text("secret"), time, "GET", "/ws/v1", "");
        JsonElement answer = await socket.Ask($"\"op\":\"auth\",\"key\":\"{key.Text("keyId")}\",\"timestamp\":{time},\"signature\":\"{signature}\"");
        Assert.True(answer.TryGetProperty("ok", out _), answer.ToString());
        return socket;
    }
}
