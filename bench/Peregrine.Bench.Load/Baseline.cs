using System.Buffers;
using System.Diagnostics;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Peregrine.Bench.Load;

/// <summary>Kestrel with nothing behind it, in this process: the same lanes post nothing, or have their messages echoed.</summary>
internal static class Baseline
{
    private const int SecondsMax = 5;

    public static async Task<double> PerSecond(LoadOptions options)
    {
        await using WebApplication app = BareKestrel.Build();
        app.UseWebSockets();
        app.Run(Serve);
        await app.StartAsync();
        var url = new Uri(app.Urls.First());
        long count = 0;
        TimeSpan warm = TimeSpan.FromSeconds(Math.Min(options.Warm, 2)), end = warm + TimeSpan.FromSeconds(Math.Min(options.Seconds, SecondsMax));
        long start = Stopwatch.GetTimestamp();
        List<Lane> lanes = [.. Enumerable.Range(0, options.IsHttp ? options.Users * options.Window : options.Users).Select(_ => options.IsHttp ? (Lane)new PostLane(Tell) : new EchoLane(options.Window, Tell))];
        foreach (Lane lane in lanes) await lane.Open(url);
        await Task.WhenAll(lanes.Select(lane => Task.Run(() => lane.RunClosed(start, end))));
        lanes.ForEach(static l => l.Dispose());
        return count / (Stopwatch.GetElapsedTime(start) - warm).TotalSeconds;

        void Tell(Outcome outcome, TimeSpan took)
        {
            if (Stopwatch.GetElapsedTime(start) >= warm) Interlocked.Increment(ref count);
        }
    }

    private static async Task Serve(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            await context.Request.Body.CopyToAsync(Stream.Null);
            context.Response.ContentLength = 0;
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

    // Which request an echo answers does not matter: they come in order.
    private sealed class EchoLane(int window, Action<Outcome, TimeSpan> tell) : SocketLane(null, window, Mix.None, tell)
    {
        private static readonly byte[] Nothing = new byte[100];
        private readonly Queue<int> _under = new();

        protected override void Write(int slot, in Wish wish, ArrayBufferWriter<byte> into)
        {
            _under.Enqueue(slot);
            Message(into, Nothing, isBinary: true);
        }

        protected override bool TryRead(ref ReadOnlySpan<byte> bytes, out Answered answered)
        {
            answered = default;
            if (!TryFrame(ref bytes, out _, out _)) return false;
            answered = new Answered(_under.Dequeue(), Outcome.Done, default);
            return true;
        }
    }

    private sealed class PostLane(Action<Outcome, TimeSpan> tell) : Lane(1, Mix.None, tell, openMax: 1)
    {
        protected override void Introduce()
        {
            // Nobody asks.
        }

        protected override void Write(int slot, in Wish wish, ArrayBufferWriter<byte> into) => into.Write("POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 0\r\n\r\n"u8);

        protected override bool TryRead(ref ReadOnlySpan<byte> bytes, out Answered answered)
        {
            answered = new Answered(0, Outcome.Done, default);
            int end = bytes.IndexOf("\r\n\r\n"u8);
            if (end < 0) return false;
            bytes = bytes[(end + 4)..];
            return true;
        }
    }
}
