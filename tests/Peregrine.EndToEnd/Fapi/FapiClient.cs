using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Peregrine.EndToEnd.Fapi;

/// <summary>Speaks the dialect as its clients do: parameters in the query, the signature behind them.</summary>
internal sealed class FapiClient(Uri url, string key, string secret) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = url };
    private long _lastMs;

    public Uri Url => url;

    public string Key => key;

    /// <summary>How far this client's clock is off.</summary>
    public long SkewMs { get; set; }

    /// <summary>Somebody new, with paper money.</summary>
    public static async Task<FapiClient> Join(ApiClient person, string scopes = "[\"read\",\"trade\"]")
    {
        Reply made = (await person.Post("/keys", $$"""{"label":"bot","scopes":{{scopes}}}""")).Is(200);
        return new FapiClient(person.Url, made.Text("keyId"), made.Text("secret"));
    }

    public Task<FapiReply> Open(string path, string query = "") => Send(HttpMethod.Get, path, query, null, isSigned: false, hasKey: false);

    public Task<FapiReply> Get(string path, string query = "") => Send(HttpMethod.Get, path, query, null);

    public Task<FapiReply> Post(string path, string query = "") => Send(HttpMethod.Post, path, query, null);

    /// <summary>With its parameters in a form, as some clients send them.</summary>
    public Task<FapiReply> PostForm(string path, string form) => Send(HttpMethod.Post, path, "", form);

    public Task<FapiReply> Put(string path, string query) => Send(HttpMethod.Put, path, query, null);

    public Task<FapiReply> Delete(string path, string query) => Send(HttpMethod.Delete, path, query, null);

    /// <summary>Shows the key and signs nothing.</summary>
    public Task<FapiReply> Keyed(HttpMethod method, string path, string query = "") => Send(method, path, query, null, isSigned: false);

    public async Task<FapiReply> Send(HttpMethod method, string path, string query, string? form, bool isSigned = true, bool hasKey = true, string? signature = null)
    {
        if (isSigned)
        {
            string time = (NextMs() + SkewMs).ToString(CultureInfo.InvariantCulture);
            if (form is null) query = $"{query}{(query.Length > 0 ? "&" : "")}recvWindow=60000&timestamp={time}";
            else form = $"{form}&recvWindow=60000&timestamp={time}";
            string signed = signature ?? Sign(query + form);
            if (form is null) query += $"&signature={signed}";
            else form += $"&signature={signed}";
        }
        using var request = new HttpRequestMessage(method, query.Length > 0 ? $"{path}?{query}" : path);
        if (form is not null) request.Content = new StringContent(form, Encoding.UTF8, "application/x-www-form-urlencoded");
        if (hasKey) request.Headers.Add("X-MBX-APIKEY", key);
        using HttpResponseMessage response = await _http.SendAsync(request);
        string text = await response.Content.ReadAsStringAsync();
        return new FapiReply((int)response.StatusCode, JsonDocument.Parse(text).RootElement, response.Headers.ToDictionary(h => h.Key, h => string.Join(',', h.Value), StringComparer.OrdinalIgnoreCase));
    }

    // The same words at the same time are the same request, sent again: of two within a millisecond the second is a millisecond later.
    private long NextMs()
    {
        lock (_http) return _lastMs = Math.Max(_lastMs + 1, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
    }

    public string Sign(string text) => Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.ASCII.GetBytes(secret), Encoding.UTF8.GetBytes(text)));

    public void Dispose() => _http.Dispose();
}

/// <summary>What came back.</summary>
internal sealed record FapiReply(int Status, JsonElement Body, IReadOnlyDictionary<string, string> Headers)
{
    public JsonElement this[string name] => Body.GetProperty(name);

    public FapiReply Ok()
    {
        Assert.True(Status == 200, $"expected 200, got {Status}: {Body}");
        return this;
    }

    public FapiReply IsRefused(int status, int code)
    {
        Assert.True(Status == status && Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty("code", out JsonElement told) && told.GetInt32() == code, $"expected {status} and {code}, got {Status}: {Body}");
        return this;
    }
}
