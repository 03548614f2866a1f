using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Peregrine.Gateway.Errors;

namespace Peregrine.Gateway.Auth;

/// <summary>The refresh token of a browser, where none of its scripts can read it.</summary>
/// <remarks>Three things keep other sites from using it: the browser sends it only from pages of ours (SameSite=Strict), we take it only with an origin of ours,
/// and what it brings, an access token, stands in an answer that no other site may read. It opens nothing by itself: orders want the access token.</remarks>
internal static class RefreshCookie
{
    public const string Name = "peregrine_refresh";
    private const string Path = "/api/v1/auth";

    public static string? Read(HttpRequest request) => request.Cookies.TryGetValue(Name, out string? token) && token.Length > 0 ? token : null;

    public static void Set(HttpContext http, string token, long expiresAtMs) =>
        http.Response.Cookies.Append(Name, token, Options(http.Request, DateTimeOffset.FromUnixTimeMilliseconds(expiresAtMs)));

    public static void Clear(HttpContext http)
    {
        if (http.Request.Cookies.ContainsKey(Name)) http.Response.Cookies.Append(Name, "", Options(http.Request, DateTimeOffset.UnixEpoch));
    }

    /// <summary>Says why the cookie is neither taken nor given; none when a page of ours asks.</summary>
    public static Problem? Check(HttpRequest request) =>
        IsOurs(request) ? null : new Problem(ApiCode.Unauthenticated, "Sessions in cookies are for pages of this venue only.") { Field = "Origin", Expected = "this venue's own origin" };

    // The scheme is not compared: before us may stand a proxy that ends TLS.
    private static bool IsOurs(HttpRequest request)
    {
        StringValues site = request.Headers["Sec-Fetch-Site"];
        if (site.Count > 0 && site != "same-origin") return false;
        StringValues origin = request.Headers.Origin;
        return origin.Count == 1 && Uri.TryCreate(origin[0], UriKind.Absolute, out Uri? from) && string.Equals(from.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase);
    }

    // Whoever says that he came over TLS gets a cookie that goes over nothing else; saying so falsely only hurts oneself.
    public static CookieOptions Options(HttpRequest request, DateTimeOffset expires) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = request.IsHttps || request.Headers["X-Forwarded-Proto"] == "https",
        Path = Path,
        Expires = expires,
        IsEssential = true,
    };
}
