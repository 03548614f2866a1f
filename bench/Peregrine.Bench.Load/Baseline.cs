using System.Diagnostics;
using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Peregrine.Bench.Load;

/// <summary>Kestrel with nothing behind it, in this process: the same number of clients post nothing, or have their messages echoed.</summary>
internal static class Baseline
{
    public static async Task<double> PerSecond(LoadOptions options)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        await using WebApplication app = builder.Build();
        app.UseWebSockets();
        app.Run(Serve);
        await app.StartAsync();
        var url = new Uri(app.Urls.First());
        long[] counts = new long[options.Users];
        long start = Stopwatch.GetTimestamp();
        var end = TimeSpan.FromSeconds(Math.Min(options.Seconds, 5));
        await Task.WhenAll(Enumerable.Range(0, options.Users).Select(i => Task.Run(async () => counts[i] = options.Path == Path.Http
            ? await Posts(url, options.Window, start, end)
            : await Echoes(url, options.Window, start, end))));
        return counts.Sum() / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static async Task Serve(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            await context.Request.Body.CopyToAsync(Stream.Null);
            return;
        }
        using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync();
        byte[] buffer = new byte[4096];
        while (true)
        {
            ValueWebSocketReceiveResult read = await socket.ReceiveAsync(buffer.AsMemory(), default);
            if (read.MessageType == WebSocketMessageType.Close) return;
            await socket.SendAsync(buffer.AsMemory(0, read.Count), read.MessageType, read.EndOfMessage, default);
        }
    }

    private static async Task<long> Posts(Uri url, int window, long start, TimeSpan end)
    {
        using var http = new HttpClient();
        long[] counts = new long[window];
        await Task.WhenAll(Enumerable.Range(0, window).Select(async i =>
        {
            while (Stopwatch.GetElapsedTime(start) < end)
            {
                using var nothing = new ByteArrayContent([]);
                using HttpResponseMessage answer = await http.PostAsync(url, nothing);
                counts[i]++;
            }
        }));
        return counts.Sum();
    }

    private static async Task<long> Echoes(Uri url, int window, long start, TimeSpan end)
    {
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new UriBuilder(url) { Scheme = "ws" }.Uri, default);
        byte[] message = new byte[100], buffer = new byte[4096];
        long count = 0;
        for (int i = 0; i < window; i++) await socket.SendAsync(message.AsMemory(), WebSocketMessageType.Binary, endOfMessage: true, default);
        while (Stopwatch.GetElapsedTime(start) < end)
        {
            ValueWebSocketReceiveResult read = await socket.ReceiveAsync(buffer.AsMemory(), default);
            if (!read.EndOfMessage) continue;
            count++;
            await socket.SendAsync(message.AsMemory(), WebSocketMessageType.Binary, endOfMessage: true, default);
        }
        socket.Abort();
        return count;
    }
}
