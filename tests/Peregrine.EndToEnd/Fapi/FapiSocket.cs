using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Peregrine.EndToEnd.Fapi;

/// <summary>One socket of the dialect.</summary>
internal sealed class FapiSocket : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[256 * 1024];
    private readonly Queue<JsonElement> _waiting = new();
    private int _id;

    public static async Task<FapiSocket> Open(Uri url, string path)
    {
        var socket = new FapiSocket();
        await socket._socket.ConnectAsync(new Uri($"ws://{url.Authority}{path}"), default);
        return socket;
    }

    /// <summary>A request and its answer; what else comes meanwhile waits for its turn.</summary>
    public async Task<JsonElement> Ask(string method, params string[] parameters)
    {
        int id = ++_id;
        await Say(JsonSerializer.Serialize(new { method, @params = parameters, id }));
        var passed = new Queue<JsonElement>();
        while (true)
        {
            JsonElement frame = await Next();
            if (frame.TryGetProperty("id", out JsonElement answered) && answered.ValueKind == JsonValueKind.Number && answered.GetInt32() == id)
            {
                while (passed.Count > 0) _waiting.Enqueue(passed.Dequeue());
                return frame;
            }
            passed.Enqueue(frame);
        }
    }

    public Task Say(string text) => _socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, default);

    public async Task<JsonElement> Next()
    {
        if (_waiting.TryDequeue(out JsonElement waited)) return waited;
        (string text, bool isClosed) = await Receive();
        if (isClosed) throw new InvalidOperationException($"The venue closed the socket: {_socket.CloseStatus} {_socket.CloseStatusDescription}");
        return JsonDocument.Parse(text).RootElement;
    }

    /// <summary>The next event of a name, with what combined streams wrap it in taken off.</summary>
    public async Task<JsonElement> Event(string name)
    {
        while (true)
        {
            JsonElement frame = await Next();
            if (frame.TryGetProperty("data", out JsonElement data)) frame = data;
            if (frame.TryGetProperty("e", out JsonElement e) && e.GetString() == name) return frame;
        }
    }

    public async Task<int> Closed()
    {
        while (!(await Receive()).IsClosed)
        {
        }
        return (int)_socket.CloseStatus!;
    }

    public void Abort() => _socket.Abort();

    public void Dispose() => _socket.Dispose();

    private async Task<(string Text, bool IsClosed)> Receive()
    {
        using var patience = new CancellationTokenSource(Patience);
        using var message = new MemoryStream();
        while (true)
        {
            WebSocketReceiveResult result = await _socket.ReceiveAsync(_buffer, patience.Token);
            message.Write(_buffer, 0, result.Count);
            if (result.EndOfMessage) return (Encoding.UTF8.GetString(message.ToArray()), result.MessageType == WebSocketMessageType.Close);
        }
    }
}
