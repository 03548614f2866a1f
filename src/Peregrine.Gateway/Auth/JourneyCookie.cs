using Microsoft.AspNetCore.Http;

namespace Peregrine.Gateway.Auth;

/// <summary>Marks a browser that was sent to a provider, so that no other can come back in its place.</summary>
/// <remarks>It is read by requests of our own pages only, also the one to which the provider sends the browser back: so it may be as strict as the session's.</remarks>
internal static class JourneyCookie
{
    public const string Name = "peregrine_journey";
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    public static string Read(HttpRequest request) => request.Cookies.TryGetValue(Name, out string? secret) ? secret : "";

    public static void Set(HttpContext http, string secret) =>
        http.Response.Cookies.Append(Name, secret, RefreshCookie.Options(http.Request, DateTimeOffset.UtcNow + Life));
}
