using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Peregrine.Providers;

/// <summary>A server on this machine with the endpoints of Google and GitHub.</summary>
public sealed class LookAlikes : IAsyncDisposable
{
    public const string ClientId = "peregrine-tests", ClientSecret = "a-secret-for-tests";

    private readonly WebApplication _app;

    private LookAlikes(WebApplication app, LookAlikeGoogle google, LookAlikeGitHub github) => (_app, Google, GitHub) = (app, google, github);

    public LookAlikeGoogle Google { get; }

    public LookAlikeGitHub GitHub { get; }

    public Uri Url => new(_app.Urls.First());

    public static async Task<LookAlikes> Start(TimeProvider time)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0, static l => l.Protocols = HttpProtocols.Http1));
        WebApplication app = builder.Build();
        var google = new LookAlikeGoogle(time);
        var github = new LookAlikeGitHub();
        app.Run(http => Serve(http, google, github));
        await app.StartAsync();
        google.Issuer = app.Urls.First() + "/google";
        return new LookAlikes(app, google, github);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        Google.Dispose();
    }

    private static Task Serve(HttpContext http, LookAlikeGoogle google, LookAlikeGitHub github) => http.Request.Path.Value switch
    {
        "/google/authorize" => google.Authorize(http),
        "/google/token" => google.Token(http),
        "/google/keys" => google.Keys(http),
        "/github/authorize" => github.Authorize(http),
        "/github/token" => github.Token(http),
        "/github/api/user" => github.User(http),
        "/github/api/user/emails" => github.Emails(http),
        _ => Missing(http),
    };

    private static Task Missing(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status404NotFound;
        return http.Response.WriteAsync("{}");
    }
}
