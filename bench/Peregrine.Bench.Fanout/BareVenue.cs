using System.Diagnostics;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Peregrine.Bench.Fanout;

/// <summary>Kestrel and a loop: whoever is connected is sent the same bytes. The least that telling everybody can cost here, in a process of its own as the venue is.</summary>
internal static class BareVenue
{
    public const string Word = "bare";

    private const int AboutAsLongAs = 190;

    /// <summary>Serves until its input ends; each line of it is told to everybody.</summary>
    public static async Task<int> Serve()
    {
        List<WebSocket> sockets = [];
        await using WebApplication app = BareKestrel.Build();
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = TimeSpan.Zero });
        app.Run(http => Listen(http, sockets));
        await app.StartAsync();
        Console.WriteLine(app.Urls.First());
        while (await Console.In.ReadLineAsync() is not null) await Tell(sockets);
        return 0;
    }

    /// <summary>In a process of its own; told by its input.</summary>
    public static Process Start() => Process.Start(new ProcessStartInfo(Environment.ProcessPath!, Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal) ? [typeof(BareVenue).Assembly.Location, Word] : [Word])
    {
        UseShellExecute = false,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    })!;

    private static async Task Listen(HttpContext http, List<WebSocket> sockets)
    {
        using WebSocket socket = await http.WebSockets.AcceptWebSocketAsync();
        byte[] subscription = new byte[256];
        await socket.ReceiveAsync(subscription.AsMemory(), default);
        await socket.SendAsync("{\"ok\":true}"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, default);
        lock (sockets) sockets.Add(socket);
        try
        {
            await socket.ReceiveAsync(Memory<byte>.Empty, default);
        }
        catch (WebSocketException)
        {
            // Gone without a word, as all of them go.
        }
        lock (sockets) sockets.Remove(socket);
    }

    private static async Task Tell(List<WebSocket> sockets)
    {
        WebSocket[] all;
        lock (sockets) all = [.. sockets];
        long nowMs = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        byte[] message = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $$"""{"t":{{nowMs}},"pad":"{{new string('x', AboutAsLongAs)}}"}"""));
        foreach (WebSocket socket in all) await socket.SendAsync(message.AsMemory(), WebSocketMessageType.Text, endOfMessage: true, default);
    }
}
