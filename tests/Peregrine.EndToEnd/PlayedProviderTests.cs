using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Web;

namespace Peregrine.EndToEnd;

/// <summary>Where nobody has registered the venue at Google or GitHub it plays both, says so, and lets nobody be somebody else.</summary>
public sealed class PlayedProviderTests
{
    private static readonly string Mine = new('a', 64), Theirs = new('b', 64);

    [Theory]
    [InlineData("google")]
    [InlineData("github")]
    public async Task Somebody_signs_up_and_is_known_again_by_what_his_browser_keeps(string provider)
    {
        using var folder = new Folder();
        string account;
        using (VenueProcess venue = await VenueProcess.Start(folder.Path))
        {
            using HttpClient page = Page(venue), another = Page(venue);
            JsonElement known = await Get(page, "/auth/providers");
            Assert.Equal(["github", "google"], known.GetProperty("played").EnumerateArray().Select(static p => p.GetString()));
            (int status, JsonElement ada) = await SignIn(page, provider, Mine, "Ada L.");
            Assert.Equal(200, status);
            account = ada.GetProperty("accountId").GetString()!;
            page.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", ada.GetProperty("accessToken").GetString());
            JsonElement me = await Get(page, "/me");
            Assert.Matches($"^adal\\.[0-9a-f]{{8}}@{provider}\\.invalid$", me.GetProperty("email").GetString());
            Assert.True(me.GetProperty("emailConfirmed").GetBoolean());
            (_, JsonElement again) = await SignIn(another, provider, Mine, "Another name");
            Assert.Equal(account, again.GetProperty("accountId").GetString());
            (_, JsonElement stranger) = await SignIn(another, provider, Theirs, "Ada L.");
            Assert.NotEqual(account, stranger.GetProperty("accountId").GetString());
            Assert.Equal(0, await venue.Stop());
        }
        // The venue plays with another secret and another key then, and knows whom it knew.
        using VenueProcess later = await VenueProcess.Start(folder.Path);
        using HttpClient back = Page(later);
        Assert.Equal(account, (await SignIn(back, provider, Mine, "Ada L.")).Answer.GetProperty("accountId").GetString());
    }

    [Fact]
    public async Task A_no_an_address_kept_back_and_somebody_elses_journey()
    {
        using var folder = new Folder();
        using VenueProcess venue = await VenueProcess.Start(folder.Path);
        using HttpClient page = Page(venue), thief = Page(venue);
        Dictionary<string, string> asked = await Leave(page, "google");
        string no = Back(await Post(page, "/sandbox/providers/google", Visit(asked, ",\"denies\":true")));
        (int status, JsonElement answer) = await Post(page, "/auth/providers/google/finish", $$"""{"state":"{{asked["state"]}}","error":"{{HttpUtility.ParseQueryString(new Uri(no).Query)["error"]}}"}""");
        Assert.Equal((403, "PROVIDER_REFUSED"), (status, CodeOf(answer)));

        asked = await Leave(page, "github");
        string shy = Back(await Post(page, "/sandbox/providers/github", Visit(asked, $",\"secret\":\"{Mine}\",\"name\":\"Shy\",\"hidesEmail\":true")));
        (status, answer) = await Finish(page, "github", shy);
        Assert.Equal(200, status);
        page.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", answer.GetProperty("accessToken").GetString());
        Assert.False((await Get(page, "/me")).TryGetProperty("email", out _));

        // A code for another browser's journey opens nothing, and nobody is sent elsewhere.
        asked = await Leave(page, "google");
        string mine = Back(await Post(page, "/sandbox/providers/google", Visit(asked, $",\"secret\":\"{Mine}\",\"name\":\"Ada\"")));
        Assert.Equal(401, (await Finish(thief, "google", mine)).Status);
        foreach ((string name, string value) in new[] { ("redirect_uri", "https://evil.example/sign-in/google"), ("client_id", "another"), ("code_challenge_method", "plain") })
        {
            var bent = new Dictionary<string, string>(asked, StringComparer.Ordinal) { [name] = value };
            (status, answer) = await Post(page, "/sandbox/providers/google", Visit(bent, $",\"secret\":\"{Mine}\",\"name\":\"Ada\""));
            Assert.Equal((400, "BAD_VALUE"), (status, CodeOf(answer)));
        }
        foreach (string who in new[] { "", ",\"name\":\"Ada\"", $",\"secret\":\"{Mine}\"", $",\"secret\":\"{Mine}\",\"name\":\"  \"", ",\"secret\":\"short\",\"name\":\"Ada\"" })
            Assert.Equal(400, (await Post(page, "/sandbox/providers/google", Visit(asked, who))).Status);
    }

    [Theory]
    [InlineData("--sandbox", "off")]
    [InlineData("--paper", "false")]
    public async Task Nothing_is_played_where_there_is_no_sandbox_or_money_is_real(string option, string value)
    {
        using var folder = new Folder();
        using VenueProcess venue = await VenueProcess.Start(folder.Path, option, value);
        using HttpClient page = Page(venue);
        Assert.Equal(0, (await Get(page, "/auth/providers")).GetProperty("providers").GetArrayLength());
        (int status, JsonElement answer) = await Post(page, "/sandbox/providers/google", Visit("c", "r", "s"));
        Assert.Equal((404, "NOT_FOUND"), (status, CodeOf(answer)));
    }

    [Fact]
    public async Task A_provider_with_credentials_is_the_real_one()
    {
        using var folder = new Folder();
        Directory.CreateDirectory(folder.Path);
        string secret = Path.Combine(folder.Path, "client-secret");
        await File.WriteAllTextAsync(secret, "known to Google");
        using VenueProcess venue = await VenueProcess.Start(Path.Combine(folder.Path, "data"), "--oauth.google.client-id", "registered", "--oauth.google.client-secret-file", secret);
        using HttpClient page = Page(venue);
        JsonElement known = await Get(page, "/auth/providers");
        Assert.Equal(2, known.GetProperty("providers").GetArrayLength());
        Assert.Equal(["github"], known.GetProperty("played").EnumerateArray().Select(static p => p.GetString()));
        (_, JsonElement departure) = await Post(page, "/auth/providers/google/start", null);
        Assert.StartsWith("https://accounts.google.com/", departure.GetProperty("url").GetString(), StringComparison.Ordinal);
        Assert.Equal(404, (await Post(page, "/sandbox/providers/google", Visit("registered", "r", "s"))).Status);
    }

    /// <summary>What the page of a played provider posts.</summary>
    internal static string Visit(string client, string redirect, string state) =>
        $$"""{"clientId":"{{client}}","redirectUri":"{{redirect}}","state":"{{state}}","nonce":"n","codeChallenge":"c","codeChallengeMethod":"S256","secret":"{{Mine}}","name":"Ada"}""";

    private static string Visit(Dictionary<string, string> asked, string who) =>
        $$"""{"clientId":"{{asked["client_id"]}}","redirectUri":"{{asked["redirect_uri"]}}","state":"{{asked["state"]}}","nonce":"{{asked["nonce"]}}","codeChallenge":"{{asked["code_challenge"]}}","codeChallengeMethod":"{{asked["code_challenge_method"]}}"{{who}}}""";

    private static async Task<(int Status, JsonElement Answer)> SignIn(HttpClient page, string provider, string secret, string name) =>
        await Finish(page, provider, Back(await Post(page, $"/sandbox/providers/{provider}", Visit(await Leave(page, provider), $",\"secret\":\"{secret}\",\"name\":\"{name}\""))));

    // To a page of the venue itself, with what a provider is asked with.
    private static async Task<Dictionary<string, string>> Leave(HttpClient page, string provider)
    {
        (int status, JsonElement departure) = await Post(page, $"/auth/providers/{provider}/start", null);
        Assert.True(status == 200, departure.ToString());
        var url = new Uri(departure.GetProperty("url").GetString()!);
        Assert.Equal(new Uri(page.BaseAddress!, $"/sandbox/{provider}").AbsoluteUri, url.GetLeftPart(UriPartial.Path));
        var fields = HttpUtility.ParseQueryString(url.Query);
        return fields.AllKeys.ToDictionary(static k => k!, k => fields[k]!, StringComparer.Ordinal);
    }

    private static string Back((int Status, JsonElement Answer) told)
    {
        Assert.True(told.Status == 200, told.Answer.ToString());
        return told.Answer.GetProperty("url").GetString()!;
    }

    private static async Task<(int Status, JsonElement Answer)> Finish(HttpClient page, string provider, string back)
    {
        var fields = HttpUtility.ParseQueryString(new Uri(back).Query);
        return await Post(page, $"/auth/providers/{provider}/finish", $$"""{"state":"{{fields["state"]}}","code":"{{fields["code"]}}"}""");
    }

    private static string? CodeOf(JsonElement answer) => answer.GetProperty("error").GetProperty("code").GetString();

    private static HttpClient Page(VenueProcess venue)
    {
        var http = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer() }) { BaseAddress = venue.Url };
        http.DefaultRequestHeaders.Add("Origin", venue.Url.GetLeftPart(UriPartial.Authority));
        return http;
    }

    private static async Task<JsonElement> Get(HttpClient page, string path) => JsonDocument.Parse(await page.GetStringAsync(new Uri("/api/v1" + path, UriKind.Relative))).RootElement;

    private static async Task<(int Status, JsonElement Answer)> Post(HttpClient page, string path, string? body)
    {
        using var content = body is null ? null : new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        using HttpResponseMessage response = await page.PostAsync(new Uri("/api/v1" + path, UriKind.Relative), content);
        return ((int)response.StatusCode, JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement);
    }
}
