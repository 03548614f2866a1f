using System.IO.Compression;
using System.Text;

namespace Peregrine.EndToEnd.Attack;

/// <summary>Requests that are none, or two: nothing of them is done, and nobody else is answered with what they asked.</summary>
[Collection(OneVenue.Name)]
public sealed class WireTests(SharedVenue shared)
{
    private const string First = "GET /api/v1/time HTTP/1.1\r\nHost: v\r\n\r\n", Get = "GET /api/v1/time HTTP/1.1\r\nHost: v\r\nConnection: close\r\n\r\n";

    /// <summary>Each holds a second request that only a careless reader sees; the venue must not answer it as one.</summary>
    public static TheoryData<string> Smuggled =>
    [
        "POST /api/v1/auth/sign-in HTTP/1.1\r\nHost: v\r\nContent-Type: application/json\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + Get,
        "POST /api/v1/auth/sign-in HTTP/1.1\r\nHost: v\r\nContent-Type: application/json\r\nContent-Length: 2\r\nContent-Length: 60\r\n\r\n{}" + Get,
        "POST /api/v1/auth/sign-in HTTP/1.1\r\nHost: v\r\nContent-Type: application/json\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + Get,
        "POST /api/v1/auth/sign-in HTTP/1.1\r\nHost: v\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n" + Get,
        "POST /api/v1/auth/sign-in HTTP/1.1\r\nHost: v\r\nContent-Type: application/json\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n" + Get,
        "POST /api/v1/auth/sign-in HTTP/1.1\r\nHost: v\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n" + Get,
        "POST /api/v1/auth/sign-in HTTP/1.1\r\nHost: v\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n{}\r\n0\r\n\r\n" + Get,
        "POST /api/v1/auth/sign-in HTTP/1.1\r\nHost: v\r\nContent-Type: application/json\r\nTransfer-Encoding: \vchunked\r\n\r\n0\r\n\r\n" + Get,
        "POST /api/v1/auth/sign-in HTTP/1.1\r\nHost: v\r\nContent-Type: application/json\r\nTransfer-Encoding: cow\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + Get,
        "GET / HTTP/1.1\r\nHost: v\r\nTransfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + Get,
        "POST /api/v1/auth/sign-in HTTP/1.1\r\nHost: v\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n0x2\r\n{}\r\n0\r\n\r\n" + Get,
        "POST /api/v1/auth/sign-in HTTP/1.1\r\nHost: v\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n{}\r\n0\r\n\r\n" + Get,
        "POST /api/v1/auth/sign-in HTTP/1.1\r\nHost: v\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}X0\r\n\r\n" + Get,
        "POST /api/v1/auth/sign-in HTTP/1.1\r\nHost: v\r\nContent-Type: application/json\r\nContent-Length: 2, 2\r\n\r\n{}" + Get,
        "POST /api/v1/auth/sign-in HTTP/1.1\r\nHost: v\r\nContent-Type: application/json\r\nContent-Length : 2\r\n\r\n{}" + Get,
        "POST /api/v1/auth/sign-in HTTP/1.1\r\nHost: v\r\nContent-Type: application/json\r\nContent-Length: 99999999999999999999\r\n\r\n{}" + Get,
        "POST /api/v1/auth/sign-in HTTP/1.1\r\nHost: v\r\nContent-Length: -1\r\n\r\n" + Get,
        "POST /api/v1/auth/sign-in HTTP/1.1\r\nHost: v\r\nContent-Length: 0x2\r\n\r\n{}" + Get,
        "GET /api/v1/time HTTP/1.1\r\nHost: v\r\nX-A: b\r\n folded\r\n\r\n" + Get,
        "GET /api/v1/time HTTP/1.1\r\nHost: v\r\nX-A: b\0c\r\n\r\n" + Get,
        "GET /api/v1/time HTTP/1.1\r\nHost: v\r\nHost: w\r\n\r\n" + Get,
        "GET /api/v1/time HTTP/1.1\r\n\r\n" + Get,
        "GET  /api/v1/time HTTP/1.1\r\nHost: v\r\n\r\n" + Get,
        "GET /api/v1/time HTTP/9.9\r\nHost: v\r\n\r\n" + Get,
        "G\0T /api/v1/time HTTP/1.1\r\nHost: v\r\n\r\n" + Get,
    ];

    [Theory]
    [MemberData(nameof(Smuggled))]
    public async Task What_has_two_lengths_or_none_ends_the_connection(string sent)
    {
        string came = await Wire.Exchange(shared.Venue.Url, sent);
        Assert.Matches("^HTTP/1.1 (400|505) ", came);
        Assert.Equal(2, came.Split("HTTP/1.1 ").Length);
    }

    [Fact]
    public async Task Two_honest_requests_on_a_line_have_two_answers()
    {
        string came = await Wire.Exchange(shared.Venue.Url, First + Get);
        Assert.Equal(3, came.Split("HTTP/1.1 200").Length);
    }

    [Theory]
    [InlineData("/api/v1/../v1/admin/log")]
    [InlineData("/api/v1/%2e%2e/v1/me")]
    [InlineData("//api/v1/me")]
    [InlineData("/api/v1//me")]
    [InlineData("/api/v1/me/")]
    [InlineData("/api/v1/me%00")]
    [InlineData("/api/v1/me;a=b")]
    [InlineData("/API/V1/time")]
    [InlineData("/api/v1/t%69me/")]
    [InlineData("/../../../../etc/passwd")]
    [InlineData("/%2e%2e/%2e%2e/%2e%2e/etc/passwd")]
    [InlineData("/assets/..%2f..%2f..%2f..%2fetc%2fpasswd")]
    [InlineData("/assets/..%5c..%5cpasswd")]
    [InlineData("/api/v1/markets/..%2fme")]
    [InlineData("http://v/api/v1/me")]
    [InlineData("/api/v1/orders/%ff%fe")]
    public async Task Paths_that_wander_find_nothing_that_is_not_public(string path)
    {
        string came = await Wire.Exchange(shared.Venue.Url, $"GET {path} HTTP/1.1\r\nHost: v\r\nConnection: close\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 ", came, StringComparison.Ordinal);
        Assert.DoesNotContain("root:", came, StringComparison.Ordinal);
        Assert.DoesNotContain("HTTP/1.1 500", came, StringComparison.Ordinal);
        Assert.DoesNotContain("timeNs", came, StringComparison.Ordinal);
        // The terminal's page answers unknown paths of its own; nothing of the API does.
        if (came.StartsWith("HTTP/1.1 200", StringComparison.Ordinal)) Assert.Contains("text/html", came, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_a_request_says_comes_back_as_a_header()
    {
        string came = await Wire.Exchange(shared.Venue.Url, "GET /api/v1/time?a=%0d%0aX-Evil:%201 HTTP/1.1\r\nHost: v\r\nX-Request-Id: mine\r\nOrigin: https://evil.example\r\nConnection: close\r\n\r\n");
        Assert.DoesNotContain("\r\nX-Evil", came, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("mine", came, StringComparison.Ordinal);
        Assert.DoesNotContain("Access-Control-Allow", came, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("X-Content-Type-Options: nosniff", came, StringComparison.OrdinalIgnoreCase);
        string preflight = await Wire.Exchange(shared.Venue.Url, "OPTIONS /api/v1/orders HTTP/1.1\r\nHost: v\r\nOrigin: https://evil.example\r\nAccess-Control-Request-Method: POST\r\nConnection: close\r\n\r\n");
        Assert.DoesNotContain("Access-Control-Allow", preflight, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Too_much_too_deep_or_packed_is_refused()
    {
        using ApiClient who = await shared.Somebody();
        (await who.Post("/orders", new string(' ', 65 * 1024) + "{}")).IsRefused(413, "TOO_LARGE");
        foreach (string deep in new[] { "{\"body\":" + new string('[', 60_000) + "}", string.Concat(Enumerable.Repeat("{\"a\":", 9_000)) }) Assert.Equal(400, (await who.Post("/orders", deep)).Status);
        (await who.Post("/orders", """{"type":"limit","type":"market","market":"SOL-PERP","side":"buy","qty":"1"}""")).IsRefused(400, "DUPLICATE_FIELD");
        (await who.Post("/orders", """{"type":"limit","t\u0079pe":"market","market":"SOL-PERP","side":"buy","qty":"1"}""")).IsRefused(400, "DUPLICATE_FIELD");
        foreach (string number in new[] { "9223372036854775808", "99999999999999999999999999", "1e9", "-1", "0x1", "NaN", "Infinity", "1.0000000000000000001", "", " 1", "1 ", "+1", "١" })
            Assert.InRange((await who.Post("/orders", OrderTests.Limit("SOL-PERP", "buy", number, number))).Status, 400, 422);
        Assert.Equal(0, (await who.Get("/orders")).Is(200)["orders"].GetArrayLength());
    }

    [Fact]
    public async Task Packed_bodies_are_not_unpacked_and_sockets_agree_on_no_packing()
    {
        foreach ((string name, Func<Stream, Stream> pack) in new (string, Func<Stream, Stream>)[]
        {
            ("gzip", static to => new GZipStream(to, CompressionLevel.SmallestSize, leaveOpen: true)), ("br", static to => new BrotliStream(to, CompressionLevel.SmallestSize, leaveOpen: true)),
            ("deflate", static to => new ZLibStream(to, CompressionLevel.SmallestSize, leaveOpen: true)),
        })
        {
            // Eight megabytes of nothing, and what would be a sign-up if anybody unpacked it.
            foreach (byte[] content in (byte[][])[new byte[8 << 20], Encoding.UTF8.GetBytes("""{"email":"packed@example.com","password":"correct horse battery"}""")])
            {
                using var packed = new MemoryStream();
                await using (Stream packing = pack(packed)) await packing.WriteAsync(content);
                Assert.InRange(packed.Length, 1, 64 * 1024);
                string head = $"POST /api/v1/auth/sign-up HTTP/1.1\r\nHost: v\r\nContent-Type: application/json\r\nContent-Encoding: {name}\r\nContent-Length: {packed.Length}\r\nConnection: close\r\n\r\n";
                string came = await Wire.Exchange(shared.Venue.Url, head + Encoding.Latin1.GetString(packed.ToArray()));
                Assert.StartsWith("HTTP/1.1 400", came, StringComparison.Ordinal);
            }
        }
        using Wire socket = await Wire.Open(shared.Venue.Url);
        await socket.Say("GET /ws/v1 HTTP/1.1\r\nHost: v\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n");
        (int Status, string Text)? upgraded = await socket.Answer();
        Assert.Equal(101, upgraded!.Value.Status);
        Assert.DoesNotContain("permessage-deflate", upgraded.Value.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Whoever_sends_a_body_byte_by_byte_or_nothing_at_all_holds_nobody_up()
    {
        Uri url = shared.Venue.Url;
        Wire[] idle = await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => Wire.Open(url)));
        using Wire slow = await Wire.Open(url);
        await slow.Say("POST /api/v1/auth/sign-in HTTP/1.1\r\nHost: v\r\nContent-Type: application/json\r\nContent-Length: 60000\r\n\r\n{");
        using ApiClient who = await shared.Somebody();
        (await who.Get("/account")).Is(200);
        string came = await slow.Rest();
        Assert.DoesNotContain("HTTP/1.1 200", came, StringComparison.Ordinal);
        (await who.Get("/account")).Is(200);
        foreach (Wire wire in idle) wire.Dispose();
    }

    [Fact]
    public async Task Sockets_that_say_nothing_cost_others_nothing_and_leave_nothing_behind()
    {
        using ApiClient who = await shared.Somebody();
        StreamClient[] idle = await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => StreamClient.Open(shared.Venue.Url)));
        using StreamClient busy = await StreamClient.Open(shared.Venue.Url, who.Token);
        Assert.True((await busy.Ask($"\"op\":\"place\",\"body\":{OrderTests.Limit("SOL-PERP", "buy", "100", "1")}")).GetProperty("ok").GetBoolean());
        (await who.Get("/account")).Is(200);
        foreach (StreamClient socket in idle)
        {
            socket.Abort();
            socket.Dispose();
        }
        Assert.True((await busy.Ask("\"op\":\"ping\"")).GetProperty("ok").GetBoolean());
    }
}
