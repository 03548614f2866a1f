using Microsoft.AspNetCore.Http;
using Peregrine.Sandbox.Providers;

namespace Peregrine.Providers;

/// <summary>A server on this machine with the endpoints of Google and GitHub, both of which can be told to do wrong.</summary>
public sealed class LookAlikes : IAsyncDisposable
{
    public const string ClientId = "peregrine-tests", ClientSecret = "a-secret-for-tests";

    private readonly ProviderServer _server;

    private LookAlikes(ProviderServer server, TwistedGoogle google, TwistedGitHub github) => (_server, Google, GitHub) = (server, google, github);

    public TwistedGoogle Google { get; }

    public TwistedGitHub GitHub { get; }

    public Uri Url => _server.Url;

    public static async Task<LookAlikes> Start(TimeProvider time)
    {
        var client = new ProviderClient(ClientId, ClientSecret);
        var google = new TwistedGoogle(client, "https://google.example", time);
        var github = new TwistedGitHub(client, time);
        return new LookAlikes(await ProviderServer.Start(google, github, http => Serve(http, google, github)), google, github);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Google.Dispose();
    }

    private static Task Serve(HttpContext http, TwistedGoogle google, TwistedGitHub github)
    {
        switch (http.Request.Path.Value)
        {
            case "/google/authorize":
                return google.Authorize(http);
            case "/github/authorize":
                return github.Authorize(http);
            default:
                http.Response.StatusCode = StatusCodes.Status404NotFound;
                return http.Response.WriteAsync("{}");
        }
    }
}
