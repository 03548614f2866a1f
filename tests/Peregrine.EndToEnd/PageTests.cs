namespace Peregrine.EndToEnd;

[Collection(OneVenue.Name)]
public sealed class PageTests(SharedVenue shared)
{
    [Theory]
    [InlineData("/docs/api", "text/html", "<title>Peregrine API</title>")]
    [InlineData("/docs/api/page.js", "text/javascript", "openapi.json")]
    [InlineData("/docs/api/page.css", "text/css", "summary")]
    [InlineData("/docs/api/openapi.json", "application/json", "\"openapi\": \"3.1.0\"")]
    public async Task The_document_can_be_browsed_and_nothing_comes_from_elsewhere(string path, string type, string part)
    {
        using var http = new HttpClient { BaseAddress = shared.Venue.Url };
        using HttpResponseMessage response = await http.GetAsync(new Uri(path, UriKind.Relative));
        string text = await response.Content.ReadAsStringAsync();
        Assert.Equal(type, response.Content.Headers.ContentType?.MediaType);
        Assert.Contains(part, text, StringComparison.Ordinal);
        Assert.DoesNotContain("https://", text, StringComparison.Ordinal);
        Assert.StartsWith("default-src 'none'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answers_carry_headers_that_keep_browsers_out_and_only_listed_sites_in()
    {
        using var folder = new Folder();
        using VenueProcess venue = await VenueProcess.Start(folder.Path, "--cors.origins", "https://terminal.example");
        using var http = new HttpClient { BaseAddress = venue.Url };
        foreach ((string origin, bool isListed) in new[] { ("https://terminal.example", true), ("https://evil.example", false) })
        {
            using var ask = new HttpRequestMessage(HttpMethod.Options, "/api/v1/orders");
            ask.Headers.Add("Origin", origin);
            ask.Headers.Add("Access-Control-Request-Method", "POST");
            using HttpResponseMessage may = await http.SendAsync(ask);
            Assert.Equal(isListed, may.Headers.Contains("Access-Control-Allow-Origin"));
            using var get = new HttpRequestMessage(HttpMethod.Get, "/api/v1/time");
            get.Headers.Add("Origin", origin);
            using HttpResponseMessage answer = await http.SendAsync(get);
            Assert.Equal(isListed, answer.Headers.Contains("Access-Control-Allow-Origin"));
            Assert.Equal(["nosniff"], answer.Headers.GetValues("X-Content-Type-Options"));
            Assert.Equal(["no-store"], answer.Headers.GetValues("Cache-Control"));
            Assert.Equal(["DENY"], answer.Headers.GetValues("X-Frame-Options"));
        }
    }
}
