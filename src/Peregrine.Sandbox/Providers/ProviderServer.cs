using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Peregrine.Sandbox.Providers;

/// <summary>The endpoints of Google and GitHub that a venue asks itself, on a port of this machine that nobody else reaches.</summary>
public sealed class ProviderServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ProviderServer(WebApplication app) => _app = app;

    public Uri Url => new(_app.Urls.First());

    /// <param name="google">Who answers as Google.</param>
    /// <param name="github">Who answers as GitHub.</param>
    /// <param name="others">What is done with every other request; none for not found.</param>
    public static async Task<ProviderServer> Start(LookAlikeGoogle google, LookAlikeGitHub github, RequestDelegate? others = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(static kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = 64 * 1024;
            kestrel.Listen(IPAddress.Loopback, 0, static l => l.Protocols = HttpProtocols.Http1);
        });
        WebApplication app = builder.Build();
        app.Run(http => Serve(http, google, github, others ?? Missing));
        await app.StartAsync();
        return new ProviderServer(app);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static Task Serve(HttpContext http, LookAlikeGoogle google, LookAlikeGitHub github, RequestDelegate others) => http.Request.Path.Value switch
    {
        "/google/token" => google.Token(http),
        "/google/keys" => google.Keys(http),
        "/github/token" => github.Token(http),
        "/github/api/user" => github.User(http),
        "/github/api/user/emails" => github.Emails(http),
        _ => others(http),
    };

    private static Task Missing(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status404NotFound;
        return http.Response.WriteAsync("{}");
    }
}
