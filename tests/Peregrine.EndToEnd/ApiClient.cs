using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Peregrine.EndToEnd;

/// <summary>Speaks HTTP to a venue as a stranger would: nothing of ours but what the documents say.</summary>
/// <remarks>Each comes from a loopback address of its own, so that the limits of one address meet nobody else.</remarks>
internal sealed class ApiClient(Uri url, IPAddress? from = null) : IDisposable
{
    public const string Password = "correct horse battery staple";

    private static int _addresses;

    private readonly HttpClient _http = new(new SocketsHttpHandler { ConnectCallback = From(from ?? NextAddress()) }) { BaseAddress = url };

    public Uri Url => url;

    public string? Token { get; set; }

    public (string Key, string Secret)? Signer { get; set; }

    public string? Account { get; set; }

    /// <summary>Whom it says it asks for, as a proxy does.</summary>
    public string? ForwardedFor { get; set; }

    public Task<Reply> Get(string path) => Send(HttpMethod.Get, path, null);

    public Task<Reply> Post(string path, string? body = null) => Send(HttpMethod.Post, path, body);

    public async Task<Reply> Send(HttpMethod method, string path, string? body, long? timestamp = null, string? signature = null)
    {
        using var request = new HttpRequestMessage(method, "/api/v1" + path);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        if (Token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        if (ForwardedFor is not null) request.Headers.Add("X-Forwarded-For", ForwardedFor);
        if (Account is not null) request.Headers.Add("X-Account", Account);
        if (Signer is { } signer)
        {
            // Who has a time or a signature of his own tries what the usual window does; others may have to wait for a busy machine.
            string window = timestamp is null && signature is null ? "60000" : "";
            string time = (timestamp ?? DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()).ToString(CultureInfo.InvariantCulture);
            if (window.Length > 0) request.Headers.Add("X-Recv-Window", window);
            request.Headers.Add("X-Key", signer.Key);
            request.Headers.Add("X-Timestamp", time);
            request.Headers.Add("X-Signature", signature ?? Sign(signer.Secret, time, method.Method, "/api/v1" + path, body ?? "", window));
        }
        using HttpResponseMessage response = await _http.SendAsync(request);
        string text = await response.Content.ReadAsStringAsync();
        return new Reply((int)response.StatusCode, text.Length == 0 ? default : JsonDocument.Parse(text).RootElement, response.Headers.ToDictionary(h => h.Key, h => string.Join(',', h.Value), StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>Sets a second factor up for whoever is signed in, whose session may then do for some minutes what wants it.</summary>
    public async Task<Authenticator> SetUpFactor()
    {
        var app = new Authenticator((await Post("/auth/second-factor", $$"""{"password":"{{Password}}"}""")).Is(200).Text("uri"));
        (await Post("/auth/second-factor/confirm", $$"""{"code":"{{await app.Code()}}"}""")).Is(200);
        return app;
    }

    /// <summary>What comes back when it is no JSON.</summary>
    public async Task<string> Text(string path, string? accept = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1" + path);
        if (accept is not null) request.Headers.Add("Accept", accept);
        if (Token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        using HttpResponseMessage response = await _http.SendAsync(request);
        string text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        Assert.Equal("text/csv", response.Content.Headers.ContentType?.MediaType);
        return text;
    }

    public static string Sign(string secret, string time, string method, string target, string body, string window = "") =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.ASCII.GetBytes(secret), Encoding.UTF8.GetBytes($"peregrine-v1\n{time}\n{window}\n{method}\n{target}\n{body}")));

    /// <summary>Signs somebody up and in.</summary>
    public async Task<ApiClient> Join(string name)
    {
        (await Post("/auth/sign-up", Credentials(name))).Is(202);
        return await SignIn(name);
    }

    public async Task<ApiClient> SignIn(string name)
    {
        Token = null;
        Reply reply = (await Post("/auth/sign-in", Credentials(name))).Is(200);
        Token = reply["accessToken"].GetString();
        return this;
    }

    public static string Credentials(string name) => $$"""{"email":"{{name}}@example.com","password":"{{Password}}"}""";

    public void Dispose() => _http.Dispose();

    private static IPAddress NextAddress()
    {
        int number = Interlocked.Increment(ref _addresses);
        return new IPAddress([127, 0, (byte)(1 + number / 200), (byte)(1 + number % 200)]);
    }

    private static Func<SocketsHttpConnectionContext, CancellationToken, ValueTask<Stream>> From(IPAddress address) => async (context, stop) =>
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Bind(new IPEndPoint(address.MapToIPv6(), 0));
        await socket.ConnectAsync(context.DnsEndPoint, stop);
        return new NetworkStream(socket, ownsSocket: true);
    };
}

/// <summary>What came back.</summary>
internal sealed record Reply(int Status, JsonElement Body, IReadOnlyDictionary<string, string> Headers)
{
    public JsonElement this[string name] => Body.GetProperty(name);

    public string? Code => Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty("error", out JsonElement error) ? error.GetProperty("code").GetString() : null;

    /// <summary>What was wrong, where a refusal names it.</summary>
    public string? Field => Code is not null && Body.GetProperty("error").TryGetProperty("field", out JsonElement named) ? named.GetString() : null;

    public string Text(string name) => Body.GetProperty(name).GetString()!;

    public Reply Is(int status)
    {
        Assert.True(Status == status, $"expected {status}, got {Status}: {Body}");
        return this;
    }

    public Reply IsRefused(int status, string code)
    {
        Is(status);
        Assert.Equal(code, Code);
        Assert.Equal(Headers["X-Request-Id"], Body.GetProperty("error").GetProperty("requestId").GetString());
        return this;
    }
}

internal static class ApiClients
{
    /// <summary>Somebody new at a venue.</summary>
    public static ApiClient Client(this VenueProcess venue) => new(venue.Url);
}
