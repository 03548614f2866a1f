using Microsoft.AspNetCore.Http;
using Peregrine.Gateway.Streams;

namespace Peregrine.Gateway.Fapi.Streams;

/// <summary>Lets sockets of the dialect in: streams in the old and the new layout of addresses, raw and combined. Every stream may be had on every one.</summary>
internal sealed class FapiSockets(FapiGateway dialect)
{
    private const int StreamsMax = 1024;
    private static readonly string[] Layouts = ["", "/public", "/market", "/private"];
    private static readonly SocketTerms Terms = new(StreamsMax, null, null) { EndsWithItsStreams = true, AsksWhatArrived = true };

    public static bool Takes(string path) => path.StartsWith(Socket.SocketApi.Path, StringComparison.Ordinal) || Split(path) is not null;

    public Task Serve(HttpContext http)
    {
        string path = http.Request.Path.Value ?? "";
        if (path.StartsWith(Socket.SocketApi.Path, StringComparison.Ordinal))
        {
            bool tellsLimits = !string.Equals(http.Request.Query["returnRateLimits"], "false", StringComparison.OrdinalIgnoreCase);
            return dialect.Gateway.Streams.Serve(http, Terms, session => new Socket.SocketApi(session, dialect, tellsLimits));
        }
        (bool isCombined, string names) = Split(path)!.Value;
        string listed = http.Request.Query["streams"].ToString(), key = http.Request.Query["listenKey"].ToString();
        string[] events = http.Request.Query["events"].ToString().Split('/', StringSplitOptions.RemoveEmptyEntries);
        return dialect.Gateway.Streams.Serve(http, Terms, session =>
        {
            var desk = new FapiStreamDesk(session, isCombined, events);
            foreach (string name in (string[])[.. names.Split('/'), .. listed.Split('/'), key])
            {
                if (name.Length > 0) desk.Begin(name);
            }
            return desk;
        });
    }

    private static (bool IsCombined, string Names)? Split(string path)
    {
        foreach (string layout in Layouts)
        {
            if (After(path, layout + "/ws") is { } raw) return (false, raw);
            if (After(path, layout + "/stream") is { } combined) return (true, combined);
        }
        return null;
    }

    // What follows a prefix that is a whole segment.
    private static string? After(string path, string prefix) =>
        !path.StartsWith(prefix, StringComparison.Ordinal) || (path.Length > prefix.Length && path[prefix.Length] != '/') ? null : path[prefix.Length..].TrimStart('/');
}
