using System.Net;
using System.Net.Http.Headers;

namespace Peregrine.EndToEnd;

/// <summary>How the terminal's files are served; that the terminal works is the browser's test in web/e2e.</summary>
[Collection(OneVenue.Name)]
public sealed class TerminalTests(SharedVenue shared)
{
    [Theory]
    [InlineData("/")]
    [InlineData("/trade/BTC-PERP")]
    [InlineData("/no/such/page")]
    public async Task Every_address_that_a_person_types_gets_the_one_page(string path)
    {
        using HttpClient browser = Browser();
        using HttpResponseMessage response = await browser.GetAsync(new Uri(path, UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
        Assert.True(response.Headers.CacheControl!.NoCache);
        string policy = response.Headers.GetValues("Content-Security-Policy").Single();
        Assert.StartsWith("default-src 'none'; script-src 'self'; style-src 'self';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_address_is_the_page_whoever_asks()
    {
        using var curl = new HttpClient { BaseAddress = shared.Venue.Url };
        using HttpResponseMessage response = await curl.GetAsync(new Uri("/", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("/", true)]
    [InlineData("/trade", true)]
    [InlineData("/trade/BTC-PERP", true)]
    [InlineData("/markets", false)]
    [InlineData("/traded", false)]
    public async Task Addresses_of_the_trade_page_name_what_it_will_ask_for(string path, bool isTrade)
    {
        using HttpClient browser = Browser();
        string page = await browser.GetStringAsync(new Uri(path, UriKind.Relative));
        Assert.Equal(isTrade, page.Contains("modulepreload\" crossorigin href=\"/assets/TradePage-", StringComparison.Ordinal));
        Assert.Equal(isTrade, page.Contains("as=\"fetch\" crossorigin href=\"/api/v1/markets\"", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/api/v1/nothing")]
    [InlineData("/api")]
    [InlineData("/docs/nothing")]
    [InlineData("/ws/v2")]
    public async Task What_is_not_the_terminals_stays_a_refusal_in_JSON(string path)
    {
        using HttpClient browser = Browser();
        using HttpResponseMessage response = await browser.GetAsync(new Uri(path, UriKind.Relative));
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        Assert.NotEqual(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("/assets/index-gone.js")]
    [InlineData("/../peregrine.dll")]
    [InlineData("/%2e%2e/peregrine.runtimeconfig.json")]
    public async Task A_file_that_is_not_there_is_not_there(string path)
    {
        using var script = new HttpClient { BaseAddress = shared.Venue.Url };
        using HttpResponseMessage response = await script.GetAsync(new Uri(path, UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Scripts_come_packed_and_for_ever_and_pages_only_when_they_changed()
    {
        using HttpClient browser = Browser();
        string page = await browser.GetStringAsync(new Uri("/", UriKind.Relative));
        int at = page.IndexOf("/assets/index-", StringComparison.Ordinal);
        string script = page[at..page.IndexOf('"', at)];
        foreach ((string accepted, string? packed) in new[] { ("br, gzip", "br"), ("gzip", "gzip"), ("identity", null) })
        {
            using var ask = new HttpRequestMessage(HttpMethod.Get, script);
            ask.Headers.TryAddWithoutValidation("Accept-Encoding", accepted);
            using HttpResponseMessage answer = await browser.SendAsync(ask);
            Assert.Equal(packed, answer.Content.Headers.ContentEncoding.SingleOrDefault());
            Assert.Contains("immutable", answer.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        }
        using HttpResponseMessage first = await browser.GetAsync(new Uri("/", UriKind.Relative));
        using var again = new HttpRequestMessage(HttpMethod.Get, "/");
        again.Headers.IfNoneMatch.Add(EntityTagHeaderValue.Parse(first.Headers.ETag!.ToString()));
        using HttpResponseMessage second = await browser.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }

    private HttpClient Browser()
    {
        var http = new HttpClient { BaseAddress = shared.Venue.Url };
        http.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        return http;
    }
}
