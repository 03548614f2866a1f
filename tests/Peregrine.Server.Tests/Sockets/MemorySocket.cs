using System.IO.Pipelines;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Peregrine.Server.Tests.Sockets;

/// <summary>A WebSocket through two pipes in memory: what one end does not read the other cannot send.</summary>
internal sealed class MemorySocket : IHttpWebSocketFeature, IDisposable
{
    private const int HeldBytes = 16 * 1024;
    private readonly WebSocket _server;

    public MemorySocket()
    {
        // Without bounds: once the other end has had enough it reads nothing any more, and what is said to it must not wait.
        var toServer = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
        var toClient = new Pipe(new PipeOptions(pauseWriterThreshold: HeldBytes, resumeWriterThreshold: HeldBytes / 2));
        _server = WebSocket.CreateFromStream(new TwoWay(toServer.Reader.AsStream(), toClient.Writer.AsStream()), isServer: true, null, Timeout.InfiniteTimeSpan);
        Client = WebSocket.CreateFromStream(new TwoWay(toClient.Reader.AsStream(), toServer.Writer.AsStream()), isServer: false, null, Timeout.InfiniteTimeSpan);
    }

    public WebSocket Client { get; }

    public bool IsWebSocketRequest => true;

    public Task<WebSocket> AcceptAsync(WebSocketAcceptContext context) => Task.FromResult(_server);

    /// <summary>Serves the other end; ends when the gateway is done with it.</summary>
    public Task Serve(Gateway.Gateway gateway)
    {
        var http = new DefaultHttpContext();
        http.Features.Set<IHttpWebSocketFeature>(this);
        http.Request.Path = "/ws/v1";
        return Task.Run(() => gateway.Handle(http));
    }

    public Task Say(string text) => Client.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, default);

    /// <summary>The next frame; none when the other end closed.</summary>
    public async Task<JsonElement?> Next()
    {
        using var message = new MemoryStream();
        byte[] buffer = new byte[16 * 1024];
        while (true)
        {
            WebSocketReceiveResult result = await Client.ReceiveAsync(buffer, default);
            if (result.MessageType == WebSocketMessageType.Close) return null;
            message.Write(buffer, 0, result.Count);
            if (result.EndOfMessage) return JsonDocument.Parse(message.ToArray()).RootElement;
        }
    }

    public async Task<JsonElement> Next(Func<JsonElement, bool> wanted)
    {
        while (await Next() is { } frame)
        {
            if (wanted(frame)) return frame;
        }
        throw new InvalidOperationException($"closed: {Client.CloseStatus} {Client.CloseStatusDescription}");
    }

    public async Task<JsonElement> Ask(int id, string fields)
    {
        await Say($"{{\"id\":{id},{fields}}}");
        return await Next(frame => frame.TryGetProperty("id", out JsonElement answered) && answered.GetInt32() == id);
    }

    public void Dispose()
    {
        Client.Dispose();
        _server.Dispose();
    }

    private sealed class TwoWay(Stream reads, Stream writes) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken stop = default) => reads.ReadAsync(buffer, stop);

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken stop = default) => writes.WriteAsync(buffer, stop);

        public override Task FlushAsync(CancellationToken stop) => writes.FlushAsync(stop);

        public override void Flush() => writes.Flush();

        public override int Read(byte[] buffer, int offset, int count) => reads.Read(buffer, offset, count);

        public override void Write(byte[] buffer, int offset, int count) => writes.Write(buffer, offset, count);

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                reads.Dispose();
                writes.Dispose();
            }
            base.Dispose(disposing);
        }
    }
}
