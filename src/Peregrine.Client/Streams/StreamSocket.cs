using System.Net.WebSockets;

namespace Peregrine.Client.Streams;

/// <summary>A WebSocket.</summary>
public sealed class StreamSocket : IStreamSocket
{
    private readonly ClientWebSocket _socket = new();
    private readonly Uri _target;

    /// <param name="venue">Such as http://127.0.0.1:8080.</param>
    public StreamSocket(Uri venue)
    {
        _target = new UriBuilder(venue) { Scheme = venue.Scheme == Uri.UriSchemeHttps ? Uri.UriSchemeWss : Uri.UriSchemeWs, Path = "/ws/v1" }.Uri;
        _socket.Options.KeepAliveInterval = TimeSpan.FromSeconds(15);
        _socket.Options.KeepAliveTimeout = TimeSpan.FromSeconds(30);
    }

    public ValueTask Connect(CancellationToken stop) => new(_socket.ConnectAsync(_target, stop));

    public ValueTask Send(ReadOnlyMemory<byte> message, bool isBinary, CancellationToken stop) =>
        _socket.SendAsync(message, isBinary ? WebSocketMessageType.Binary : WebSocketMessageType.Text, endOfMessage: true, stop);

    public async ValueTask<StreamPiece> Receive(Memory<byte> into, CancellationToken stop)
    {
        ValueWebSocketReceiveResult result = await _socket.ReceiveAsync(into, stop).ConfigureAwait(false);
        return new StreamPiece(result.Count, result.MessageType == WebSocketMessageType.Binary, result.EndOfMessage, result.MessageType == WebSocketMessageType.Close);
    }

    public void Dispose() => _socket.Dispose();
}
