using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Peregrine.EndToEnd.Access;

namespace Peregrine.EndToEnd.Attack;

/// <summary>What another site can do in the browser of somebody who is signed in here: with his cookie, and with answers it would like to read.</summary>
public sealed class SiteTests : IAsyncLifetime, IDisposable
{
    private const string Listed = "https://terminal.example";
    private readonly Folder _folder = new();
    private VenueProcess _venue = null!;
    private HttpClient _http = null!;

    public async Task InitializeAsync()
    {
        _venue = await VenueProcess.Start(_folder.Path, [.. AccessTests.Generous, "--cors.origins", Listed]);
        _http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = _venue.Url };
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        _http.Dispose();
        _venue.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task The_cookie_alone_opens_no_route_and_no_socket()
    {
        (string cookie, _) = await SignIn();
        List<string> opened = [];
        foreach (AccessRow row in (await AccessRow.All()).Where(static r => r is { IsSocket: false, IsDialect: false, Access: not "public" }))
        {
            (int status, JsonElement answer, _) = await Send(row.Method, "/api/v1" + Everybody.Filled(row), Everybody.BodyOf(row), Self, cookie);
            if (status != 401 || Code(answer) != "UNAUTHENTICATED") opened.Add($"{row.Method} {row.Path}: {status}");
        }
        Assert.Empty(opened);

        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Cookie", cookie);
        socket.Options.SetRequestHeader("Origin", Self);
        await socket.ConnectAsync(new Uri($"ws://{_venue.Url.Authority}/ws/v1"), default);
        await socket.SendAsync("""{"id":1,"op":"subscribe","ch":"account"}"""u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, default);
        byte[] room = new byte[4096];
        WebSocketReceiveResult got = await socket.ReceiveAsync(room, default);
        Assert.Contains("UNAUTHENTICATED", Encoding.UTF8.GetString(room, 0, got.Count), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_route_that_takes_or_gives_a_cookie_does_so_for_the_venues_own_pages_only()
    {
        (string cookie, string token) = await SignIn();
        List<string> taken = [];
        foreach ((string path, string body, bool wantsToken) in CookieRoutes)
        {
            foreach (string? origin in Strangers)
            {
                (int status, JsonElement answer, string? given) = await Send("POST", "/api/v1/auth" + path, body, origin, cookie, wantsToken ? token : null);
                if (given is not null || Field(answer) != "Origin") taken.Add($"{path} from {origin ?? "nowhere"}: {status} {answer}");
            }
            // And it is the origin that decides: a page of the venue is told something else.
            (_, JsonElement own, _) = await Send("POST", "/api/v1/auth" + path, body, Self, path == "/refresh" ? null : cookie, wantsToken ? token : null);
            if (Field(own) == "Origin") taken.Add($"{path} from the venue's own page: {own}");
        }
        Assert.Empty(taken);
        Assert.Equal(200, (await Send("POST", "/api/v1/auth/refresh", "{}", Self, cookie)).Status);
    }

    [Fact]
    public async Task No_preflight_and_no_answer_lets_a_site_read_that_is_not_listed()
    {
        List<string> told = [];
        foreach (AccessRow row in (await AccessRow.All()).Where(static r => !r.IsSocket))
        {
            string path = row.IsDialect ? row.Path : "/api/v1" + Everybody.Filled(row);
            foreach (string? origin in Strangers)
            {
                if (origin is not null && (await Asked("OPTIONS", path, row.Method, origin)) is { Length: > 0 } named) told.Add($"OPTIONS {path} from {origin}: {named}");
            }
            string may = await Asked("OPTIONS", path, row.Method, Listed);
            if (!may.Contains($"access-control-allow-origin: {Listed}", StringComparison.Ordinal) || may.Contains("credentials", StringComparison.Ordinal)) told.Add($"OPTIONS {path} from {Listed}: {may}");
        }
        foreach (string? origin in Strangers.Where(static o => o is not null))
        {
            if ((await Asked("GET", "/api/v1/time", null, origin!)) is { Length: > 0 } named) told.Add($"GET from {origin}: {named}");
        }
        Assert.Empty(told);
    }

    private static (string Path, string Body, bool WantsToken)[] CookieRoutes =>
    [
        ("/refresh", "{}", false),
        ("/sign-in", ApiClient.Credentials("site-other").Replace("}", ",\"cookie\":true}", StringComparison.Ordinal), false),
        ("/sign-in/code", """{"challenge":"none","code":"123456","cookie":true}""", false),
        ("/wallet", """{"nonce":"none","address":"none","signature":"none","cookie":true}""", false),
        ("/providers/google/start", "{}", false),
        ("/providers/google/finish", """{"state":"none","code":"none"}""", false),
        ("/links/google/start", "{}", true),
        ("/links/google/finish", """{"state":"none","code":"none"}""", true),
        ("/fresh-sign-in/google/start", "{}", true),
        ("/fresh-sign-in/google/finish", """{"state":"none","code":"none"}""", true),
    ];

    // Nobody, nothing, and what looks like us or like a site that is listed.
    private string?[] Strangers =>
    [
        null, "null", "https://evil.example", $"http://{_venue.Url.Host}:{_venue.Url.Port - 1}", $"http://{_venue.Url.Host}", $"http://{_venue.Url.Authority}.evil.example",
        $"http://evil.{_venue.Url.Authority}", $"http://{_venue.Url.Host}.:{_venue.Url.Port}", $"http://localhost:{_venue.Url.Port}", $"http://[::1]:{_venue.Url.Port}",
        "http://terminal.example", Listed + ":8443", Listed + ".evil.example", "https://evil-terminal.example", "https://terminal.example.", "https://Terminal.example", Listed + "/", $"{Listed}, https://evil.example", "*",
    ];

    private string Self => _venue.Url.GetLeftPart(UriPartial.Authority);

    private static string? Code(JsonElement answer) => answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty("error", out JsonElement error) ? error.GetProperty("code").GetString() : null;

    private static string? Field(JsonElement answer) => Code(answer) is not null && answer.GetProperty("error").TryGetProperty("field", out JsonElement field) ? field.GetString() : null;

    private async Task<(string Cookie, string Token)> SignIn()
    {
        await Send("POST", "/api/v1/auth/sign-up", ApiClient.Credentials("site"), Self, null);
        (_, JsonElement answer, string? cookie) = await Send("POST", "/api/v1/auth/sign-in", ApiClient.Credentials("site").Replace("}", ",\"cookie\":true}", StringComparison.Ordinal), Self, null);
        string token = answer.GetProperty("accessToken").GetString()!;
        // So that it is the origin that is refused, and not a session that has not shown whose it is.
        await Send("POST", "/api/v1/auth/fresh-sign-in/password", $$"""{"password":"{{ApiClient.Password}}"}""", Self, null, token);
        return (cookie!, token);
    }

    // The headers of an answer that tell a browser whom it may be read by.
    private async Task<string> Asked(string method, string path, string? wants, string origin)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.TryAddWithoutValidation("Origin", origin);
        if (wants is not null) request.Headers.Add("Access-Control-Request-Method", wants);
        using HttpResponseMessage response = await _http.SendAsync(request);
        return string.Join("; ", response.Headers.Where(static h => h.Key.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase)).Select(static h => $"{h.Key.ToLowerInvariant()}: {string.Join(',', h.Value)}"));
    }

    private async Task<(int Status, JsonElement Answer, string? Cookie)> Send(string method, string path, string? body, string? origin, string? cookie, string? token = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json")) };
        if (origin is not null) request.Headers.TryAddWithoutValidation("Origin", origin);
        if (cookie is not null) request.Headers.Add("Cookie", cookie);
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using HttpResponseMessage response = await _http.SendAsync(request);
        string text = await response.Content.ReadAsStringAsync();
        string? given = response.Headers.TryGetValues("Set-Cookie", out IEnumerable<string>? cookies) ? cookies.Single().Split(';')[0] : null;
        return ((int)response.StatusCode, text.Length == 0 ? default : JsonDocument.Parse(text).RootElement.Clone(), given);
    }
}
