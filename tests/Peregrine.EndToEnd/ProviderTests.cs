using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Peregrine.Providers;

namespace Peregrine.EndToEnd;

/// <summary>Signing in at a provider as a page of the built program does it: with cookies, and with settings that name other servers.</summary>
public sealed class ProviderTests : IAsyncLifetime, IDisposable
{
    private readonly Folder _folder = new();
    private readonly Browser _browser = new();
    private LookAlikes _servers = null!;
    private VenueProcess _venue = null!;

    public async Task InitializeAsync()
    {
        _servers = await LookAlikes.Start(TimeProvider.System);
        Directory.CreateDirectory(_folder.Path);
        string secret = Path.Combine(_folder.Path, "client-secret");
        await File.WriteAllTextAsync(secret, LookAlikes.ClientSecret + "\n");
        _venue = await VenueProcess.Start(Path.Combine(_folder.Path, "data"), [.. Options(secret)]);
    }

    public async Task DisposeAsync()
    {
        _venue.Dispose();
        await _servers.DisposeAsync();
    }

    public void Dispose()
    {
        _browser.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_page_signs_somebody_in_and_links_what_he_brings()
    {
        using HttpClient page = Page(new CookieContainer());
        JsonElement known = await Get(page, "/auth/providers");
        Assert.Equal(["github", "google"], known.GetProperty("providers").EnumerateArray().Select(static p => p.GetString()));
        (int status, JsonElement entered) = await Travel(page, "/auth/providers/google");
        Assert.Equal(200, status);
        page.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", entered.GetProperty("accessToken").GetString());
        JsonElement me = await Get(page, "/me");
        Assert.Equal(("ada@example.org", true), (me.GetProperty("email").GetString(), me.GetProperty("emailConfirmed").GetBoolean()));
        // A session alone links nothing and sets up no app: whoever has it signs in at Google once more, which here says when he did.
        Assert.Equal(403, (await Post(page, "/auth/links/github/start", null)).Status);
        Assert.Equal("FRESH_SIGN_IN_NEEDED", (await Post(page, "/auth/second-factor", "{}")).Answer.GetProperty("error").GetProperty("code").GetString());
        _servers.Google.SignedInAt = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        (status, JsonElement fresh) = await Travel(page, "/auth/fresh-sign-in/google");
        Assert.Equal((200, true), (status, fresh.GetProperty("fresh").GetBoolean()));
        (status, JsonElement link) = await Travel(page, "/auth/links/github");
        Assert.Equal((200, "gitHub"), (status, link.GetProperty("method").GetString()));
        Assert.Equal(2, (await Get(page, "/auth/links")).GetProperty("links").GetArrayLength());
        using HttpClient another = Page(new CookieContainer());
        (_, JsonElement again) = await Travel(another, "/auth/providers/github");
        Assert.Equal(entered.GetProperty("accountId").GetString(), again.GetProperty("accountId").GetString());
    }

    [Fact]
    public async Task An_app_behind_a_provider_that_cannot_say_when_waits_and_is_stopped_in_another_session()
    {
        using HttpClient page = Page(new CookieContainer());
        (_, JsonElement entered) = await Travel(page, "/auth/providers/github");
        page.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", entered.GetProperty("accessToken").GetString());
        Assert.False((await Travel(page, "/auth/fresh-sign-in/github")).Answer.GetProperty("fresh").GetBoolean());
        (_, JsonElement enrolment) = await Post(page, "/auth/second-factor", "{}");
        var app = new Authenticator(enrolment.GetProperty("uri").GetString()!);
        (int status, JsonElement confirmed) = await Post(page, "/auth/second-factor/confirm", $$"""{"code":"{{await app.Code()}}"}""");
        Assert.Equal((200, 10), (status, confirmed.GetProperty("recoveryCodes").GetArrayLength()));
        JsonElement standing = await Get(page, "/auth/second-factor");
        Assert.Equal((false, confirmed.GetProperty("waitsUntil").GetInt64()), (standing.GetProperty("on").GetBoolean(), standing.GetProperty("waitsUntil").GetInt64()));
        Assert.Equal(["gitHub"], standing.GetProperty("freshBy").EnumerateArray().Select(static w => w.GetString()));
        // The owner comes in elsewhere without a code, and stops it.
        using HttpClient owner = Page(new CookieContainer());
        (_, JsonElement own) = await Travel(owner, "/auth/providers/github");
        owner.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", own.GetProperty("accessToken").GetString());
        Assert.Equal(204, (await Post(owner, "/auth/second-factor/stop", null)).Status);
        Assert.Equal("SESSION_ENDED", (await Post(page, "/auth/second-factor/stop", null)).Answer.GetProperty("error").GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_foreign_code_a_foreign_browser_and_a_foreign_site_open_nothing()
    {
        using HttpClient page = Page(new CookieContainer()), thief = Page(new CookieContainer());
        Back theirs = await Leave(thief, "/auth/providers/google"), mine = await Leave(page, "/auth/providers/google");
        Assert.Equal((401, "UNAUTHENTICATED"), await Refused(page, "google", theirs.State, theirs.Code));
        Assert.Equal((403, "PROVIDER_REFUSED"), await Refused(page, "google", mine.State, theirs.Code));
        mine = await Leave(page, "/auth/providers/google");
        Assert.Equal((401, "UNAUTHENTICATED"), await Refused(page, "github", mine.State, mine.Code));
        mine = await Leave(page, "/auth/providers/google");
        page.DefaultRequestHeaders.Remove("Origin");
        page.DefaultRequestHeaders.Add("Origin", "https://evil.example");
        Assert.Equal((401, "UNAUTHENTICATED"), await Refused(page, "google", mine.State, mine.Code));
    }

    [Fact]
    public async Task Whoever_says_no_there_comes_in_nowhere()
    {
        using HttpClient page = Page(new CookieContainer());
        _servers.GitHub.Twist = Twist.Denies;
        Back back = await Leave(page, "/auth/providers/github");
        (int status, JsonElement answer) = await Post(page, "/auth/providers/github/finish", $$"""{"state":"{{back.State}}","error":"{{back.Error}}"}""");
        Assert.Equal((403, "PROVIDER_REFUSED"), (status, answer.GetProperty("error").GetProperty("code").GetString()));
    }

    private IEnumerable<string> Options(string secret)
    {
        foreach ((string name, string facts) in new[] { ("google", "keys"), ("github", "api") })
        {
            yield return $"--oauth.{name}.client-id={LookAlikes.ClientId}";
            yield return $"--oauth.{name}.client-secret-file={secret}";
            yield return $"--oauth.{name}.authorize-url={new Uri(_servers.Url, $"/{name}/authorize")}";
            yield return $"--oauth.{name}.token-url={new Uri(_servers.Url, $"/{name}/token")}";
            yield return $"--oauth.{name}.{facts}-url={new Uri(_servers.Url, $"/{name}/{facts}")}";
        }
        yield return $"--oauth.google.issuer={_servers.Google.Issuer}";
    }

    private HttpClient Page(CookieContainer cookies)
    {
        var http = new HttpClient(new SocketsHttpHandler { CookieContainer = cookies }) { BaseAddress = _venue.Url };
        http.DefaultRequestHeaders.Add("Origin", _venue.Url.GetLeftPart(UriPartial.Authority));
        return http;
    }

    private async Task<Back> Leave(HttpClient page, string path)
    {
        (int status, JsonElement departure) = await Post(page, path + "/start", null);
        Assert.True(status == 200, departure.ToString());
        return await _browser.Visit(departure.GetProperty("url").GetString()!);
    }

    private async Task<(int Status, JsonElement Answer)> Travel(HttpClient page, string path)
    {
        Back back = await Leave(page, path);
        return await Post(page, path + "/finish", $$"""{"state":"{{back.State}}","code":"{{back.Code}}"}""");
    }

    private static async Task<(int Status, string? Code)> Refused(HttpClient page, string provider, string state, string code)
    {
        (int status, JsonElement answer) = await Post(page, $"/auth/providers/{provider}/finish", $$"""{"state":"{{state}}","code":"{{code}}"}""");
        return (status, answer.GetProperty("error").GetProperty("code").GetString());
    }

    private static async Task<JsonElement> Get(HttpClient page, string path) => JsonDocument.Parse(await page.GetStringAsync(new Uri("/api/v1" + path, UriKind.Relative))).RootElement;

    private static async Task<(int Status, JsonElement Answer)> Post(HttpClient page, string path, string? body)
    {
        using var content = body is null ? null : new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        using HttpResponseMessage response = await page.PostAsync(new Uri("/api/v1" + path, UriKind.Relative), content);
        string text = await response.Content.ReadAsStringAsync();
        return ((int)response.StatusCode, text.Length == 0 ? default : JsonDocument.Parse(text).RootElement);
    }
}
