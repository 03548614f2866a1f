using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Peregrine.Gateway.Http;

/// <summary>Which sites' scripts may read our answers. None unless they are listed; never all, and never with cookies.</summary>
internal sealed class Cors(IReadOnlyList<string> origins)
{
    private static readonly StringValues Methods = "GET, POST, PUT, PATCH, DELETE";
    private static readonly StringValues Headers =
        "Authorization, Content-Type, X-Key, X-Timestamp, X-Signature, X-Recv-Window, X-Account, X-MBX-APIKEY";
    private static readonly StringValues Exposed =
        "X-Request-Id, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, Retry-After, X-As-Of-Seq, X-Next-Cursor, X-MBX-USED-WEIGHT-1M, X-MBX-ORDER-COUNT-10S, X-MBX-ORDER-COUNT-1M";
    private static readonly StringValues Day = "86400";

    /// <returns>True when the request was a browser's question whether it may ask; it is answered.</returns>
    public bool Apply(HttpContext http)
    {
        StringValues origin = http.Request.Headers.Origin;
        if (origin.Count != 1) return false;
        IHeaderDictionary answer = http.Response.Headers;
        answer.Vary = "Origin";
        bool isListed = origins.Contains(origin[0]!, StringComparer.Ordinal);
        if (isListed)
        {
            answer.AccessControlAllowOrigin = origin;
            answer.AccessControlExposeHeaders = Exposed;
        }
        if (http.Request.Method != "OPTIONS" || http.Request.Headers.AccessControlRequestMethod.Count == 0) return false;
        if (isListed)
        {
            answer.AccessControlAllowMethods = Methods;
            answer.AccessControlAllowHeaders = Headers;
            answer.AccessControlMaxAge = Day;
        }
        http.Response.StatusCode = StatusCodes.Status204NoContent;
        return true;
    }
}
