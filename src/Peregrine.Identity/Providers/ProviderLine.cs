using System.Net;
using System.Text.Json;

namespace Peregrine.Identity.Providers;

/// <summary>Asks providers over HTTP: small answers, soon, from where they were asked and not from where a redirect leads.</summary>
internal sealed class ProviderLine : IDisposable
{
    private const int AnswerMax = 256 * 1024;

    // A member that comes twice may be read in two ways; such an answer is none.
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    private readonly HttpClient _http;

    public ProviderLine(TimeSpan patience) =>
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(10) })
        {
            MaxResponseContentBufferSize = AnswerMax,
            Timeout = patience,
        };

    /// <summary>Exchanges a code for tokens.</summary>
    public async Task<JsonDocument> Exchange(ProviderOptions options, Journey journey, string code)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, options.TokenUrl);
        request.Headers.Add("Accept", "application/json");
        request.Content = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grant_type"] = "authorization_code",
            ["client_id"] = options.ClientId,
            ["client_secret"] = options.ClientSecret,
            ["code"] = code,
            ["redirect_uri"] = journey.RedirectUri,
            ["code_verifier"] = journey.Verifier,
        });
        (HttpStatusCode status, JsonDocument answer, _) = await Send(request);
        // One answers a bad code with 400, another with 200 and an error inside.
        if (status == HttpStatusCode.OK && !answer.RootElement.TryGetProperty("error", out _)) return answer;
        answer.Dispose();
        throw new ProviderException("The provider did not take what it had given; begin again.");
    }

    /// <summary>Fetches JSON, with the status and for how long it may be kept.</summary>
    public async Task<(HttpStatusCode Status, JsonDocument Answer, TimeSpan Kept)> Get(Uri url, string? bearer = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Add("Accept", "application/json");
        // GitHub answers nobody who does not say what he is.
        request.Headers.Add("User-Agent", "Peregrine");
        if (bearer is not null) request.Headers.Add("Authorization", $"Bearer {bearer}");
        return await Send(request);
    }

    public void Dispose() => _http.Dispose();

    private async Task<(HttpStatusCode Status, JsonDocument Answer, TimeSpan Kept)> Send(HttpRequestMessage request)
    {
        string host = request.RequestUri!.Host;
        try
        {
            using HttpResponseMessage response = await _http.SendAsync(request);
            if ((int)response.StatusCode >= 500) throw new ProviderException($"{host} is out of order at the moment.") { IsUnreachable = true };
            byte[] body = await response.Content.ReadAsByteArrayAsync();
            return (response.StatusCode, JsonDocument.Parse(body, Strict), response.Headers.CacheControl?.MaxAge ?? TimeSpan.Zero);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            throw new ProviderException($"{host} does not answer at the moment.", e) { IsUnreachable = true };
        }
        catch (JsonException e)
        {
            throw new ProviderException($"{host} answers what cannot be read.", e);
        }
    }
}
