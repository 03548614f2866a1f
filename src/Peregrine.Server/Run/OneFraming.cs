using Microsoft.AspNetCore.Http;

namespace Peregrine.Server.Run;

/// <summary>Ends a connection whose request says in more than one way, or in a strange one, where its body ends.</summary>
/// <remarks>The web server goes by the last coding that it is told. A proxy that goes by the first would see other requests on the same line than we do, and nobody honest sends more than one.</remarks>
internal static class OneFraming
{
    /// <summary>True when the request was refused, as the web server refuses what it cannot read: 400 without a word, and the line is closed.</summary>
    public static bool Refuses(HttpContext http)
    {
        string codings = http.Request.Headers.TransferEncoding.ToString();
        if (codings.Length == 0 || string.Equals(codings, "chunked", StringComparison.OrdinalIgnoreCase)) return false;
        http.Response.StatusCode = StatusCodes.Status400BadRequest;
        http.Response.Headers.Connection = "close";
        http.Response.ContentLength = 0;
        return true;
    }
}
