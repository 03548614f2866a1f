using System.Buffers.Binary;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Peregrine.EndToEnd;

/// <summary>A socket to a venue: what is said, and what comes back in order.</summary>
internal sealed class StreamClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly ClientWebSocket _socket = new();
    private ReadOnlyMemory<byte> _frames;
    private readonly List<JsonElement> _waiting = [];
    private int _id;

    public static async Task<StreamClient> Open(Uri url, string? token = null)
    {
        var client = new StreamClient();
        await client._socket.ConnectAsync(new Uri($"ws://{url.Authority}/ws/v1"), default);
        if (token is not null) (await client.Ask($"\"op\":\"auth\",\"token\":\"{token}\"")).GetProperty("ok");
        return client;
    }

    /// <summary>Says something and waits for what answers it; what else comes meanwhile waits for its turn.</summary>
    public async Task<JsonElement> Ask(string fields)
    {
        int id = ++_id;
        await Say($"{{\"id\":{id},{fields}}}");
        return await Next(e => e.TryGetProperty("id", out JsonElement answered) && answered.GetInt64() == id);
    }

    public Task Say(string text) => _socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, default);

    public Task Say(byte[] frame) => _socket.SendAsync(frame, WebSocketMessageType.Binary, endOfMessage: true, default);

    /// <summary>The next frame of a channel.</summary>
    public Task<JsonElement> Frame(string channel) => Next(e => e.TryGetProperty("ch", out JsonElement ch) && ch.GetString() == channel);

    public async Task<JsonElement> Next(Func<JsonElement, bool> wanted)
    {
        for (int i = 0; i < _waiting.Count; i++)
        {
            if (!wanted(_waiting[i])) continue;
            JsonElement found = _waiting[i];
            _waiting.RemoveAt(i);
            return found;
        }
        while (true)
        {
            (byte[] bytes, WebSocketMessageType type) = await Receive();
            if (type == WebSocketMessageType.Close) throw new InvalidOperationException($"The venue closed the socket: {_socket.CloseStatus} {_socket.CloseStatusDescription}");
            JsonElement frame = JsonDocument.Parse(bytes).RootElement;
            if (wanted(frame)) return frame;
            _waiting.Add(frame);
        }
    }

    /// <summary>The next frame of a binary message, of which each has one or more.</summary>
    public async Task<byte[]> Binary()
    {
        while (_frames.Length == 0)
        {
            (byte[] bytes, WebSocketMessageType type) = await Receive();
            Assert.NotEqual(WebSocketMessageType.Close, type);
            // News that is text waits for whoever asks for it.
            if (type == WebSocketMessageType.Text) _waiting.Add(JsonDocument.Parse(bytes).RootElement);
            else _frames = bytes;
        }
        int length = BinaryPrimitives.ReadUInt16LittleEndian(_frames.Span);
        byte[] frame = _frames[..length].ToArray();
        _frames = _frames[length..];
        return frame;
    }

    /// <summary>Reads until the venue closes, and says with what.</summary>
    public async Task<int> Closed()
    {
        while ((await Receive()).Type != WebSocketMessageType.Close)
        {
        }
        return (int)_socket.CloseStatus!;
    }

    /// <summary>Goes without a word.</summary>
    public void Abort() => _socket.Abort();

    public void Dispose() => _socket.Dispose();

    private async Task<(byte[] Bytes, WebSocketMessageType Type)> Receive()
    {
        using var patience = new CancellationTokenSource(Patience);
        using var message = new MemoryStream();
        byte[] buffer = new byte[64 * 1024];
        while (true)
        {
            WebSocketReceiveResult result = await _socket.ReceiveAsync(buffer, patience.Token);
            message.Write(buffer, 0, result.Count);
            if (result.EndOfMessage) return (message.ToArray(), result.MessageType);
        }
    }
}
