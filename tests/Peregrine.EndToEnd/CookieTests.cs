using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Peregrine.EndToEnd;

/// <summary>A browser's session: what a page of the venue may do with the cookie, and what nobody else may.</summary>
[Collection(OneVenue.Name)]
public sealed class CookieTests(SharedVenue shared)
{
    private Uri Url => shared.Venue.Url;

    [Fact]
    public async Task A_page_never_sees_the_refresh_token_and_stays_signed_in_by_its_cookie()
    {
        using HttpClient page = Page();
        string cookie = await SignIn(page, "cookie-page");
        (int status, JsonElement answer, string? next) = await Post(page, "/auth/refresh", "{}", cookie);
        Assert.Equal(200, status);
        Assert.False(answer.TryGetProperty("refreshToken", out _));
        Assert.NotNull(next);
        Assert.NotEqual(cookie, next);
        using var api = new ApiClient(Url) { Token = answer.GetProperty("accessToken").GetString() };
        (await api.Get("/me")).Is(200);
    }

    [Theory]
    [InlineData("https://evil.example", null)]
    [InlineData(null, null)]
    [InlineData("self", "cross-site")]
    [InlineData("self", "same-site")]
    public async Task Another_site_can_neither_use_the_cookie_nor_plant_one(string? origin, string? site)
    {
        using HttpClient page = Page();
        string cookie = await SignIn(page, $"cookie-{site ?? "none"}-{origin?.Length ?? 0}");
        using HttpClient stranger = Stranger(origin == "self" ? Self : origin, site);
        (int refreshed, _, string? next) = await Post(stranger, "/auth/refresh", "{}", cookie);
        (int signedIn, _, string? planted) = await Post(stranger, "/auth/sign-in", Credentials("cookie-planted"), cookie: null);
        Assert.Equal((401, 401, null, null), (refreshed, signedIn, next, planted));
        // And it was not used up: the page goes on.
        Assert.Equal(200, (await Post(page, "/auth/refresh", "{}", cookie)).Status);
    }

    [Fact]
    public async Task Signing_out_takes_the_cookie_away_and_ends_what_it_stood_for()
    {
        using HttpClient page = Page();
        string cookie = await SignIn(page, "cookie-out");
        (_, JsonElement answer, string? next) = await Post(page, "/auth/refresh", "{}", cookie);
        page.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", answer.GetProperty("accessToken").GetString());
        (int status, _, string? left) = await Post(page, "/auth/sign-out", null, next);
        Assert.Equal((204, "peregrine_refresh="), (status, left));
        page.DefaultRequestHeaders.Authorization = null;
        Assert.Equal(401, (await Post(page, "/auth/refresh", "{}", next)).Status);
    }

    [Fact]
    public async Task The_cookie_is_for_the_door_only_and_for_no_script()
    {
        using HttpClient page = Page();
        await Post(page, "/auth/sign-up", Credentials("cookie-flags").Replace(",\"cookie\":true", "", StringComparison.Ordinal), cookie: null);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/auth/sign-in") { Content = Json(Credentials("cookie-flags")) };
        request.Headers.Add("X-Forwarded-Proto", "https");
        using HttpResponseMessage response = await page.SendAsync(request);
        string[] parts = [.. response.Headers.GetValues("Set-Cookie").Single().Split("; ").Skip(1)];
        Assert.Contains("httponly", parts);
        Assert.Contains("samesite=strict", parts);
        Assert.Contains("secure", parts);
        Assert.Contains("path=/api/v1/auth", parts);
    }

    private string Self => Url.GetLeftPart(UriPartial.Authority);

    private HttpClient Page() => Stranger(Self, "same-origin");

    private HttpClient Stranger(string? origin, string? site)
    {
        var http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = Url };
        if (origin is not null) http.DefaultRequestHeaders.Add("Origin", origin);
        if (site is not null) http.DefaultRequestHeaders.Add("Sec-Fetch-Site", site);
        return http;
    }

    private static string Credentials(string name) => ApiClient.Credentials(name).Replace("}", ",\"cookie\":true}", StringComparison.Ordinal);

    private static StringContent Json(string text) => new(text, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));

    private static async Task<string> SignIn(HttpClient page, string name)
    {
        await Post(page, "/auth/sign-up", ApiClient.Credentials(name), cookie: null);
        (int status, JsonElement answer, string? cookie) = await Post(page, "/auth/sign-in", Credentials(name), cookie: null);
        Assert.Equal(200, status);
        Assert.False(answer.TryGetProperty("refreshToken", out _));
        return cookie!;
    }

    private static async Task<(int Status, JsonElement Answer, string? Cookie)> Post(HttpClient http, string path, string? body, string? cookie)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1" + path) { Content = body is null ? null : Json(body) };
        if (cookie is not null) request.Headers.Add("Cookie", cookie);
        using HttpResponseMessage response = await http.SendAsync(request);
        string text = await response.Content.ReadAsStringAsync();
        string? given = response.Headers.TryGetValues("Set-Cookie", out IEnumerable<string>? cookies) ? cookies.Single().Split(';')[0] : null;
        return ((int)response.StatusCode, text.Length == 0 ? default : JsonDocument.Parse(text).RootElement.Clone(), given);
    }
}
