using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Peregrine.Client.Streams;

namespace Peregrine.Client;

/// <summary>A venue in memory behind a socket: the test reads what was said and says what comes back.</summary>
internal sealed class MemorySocket : IStreamSocket
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Channel<(byte[] Message, bool IsBinary)> _said = Channel.CreateUnbounded<(byte[], bool)>();
    private readonly Channel<byte[]> _told = Channel.CreateUnbounded<byte[]>();
    private byte[] _rest = [];

    public bool CannotConnect { get; init; }

    public ValueTask Connect(CancellationToken stop) => CannotConnect ? throw new IOException("nobody there") : default;

    public ValueTask Send(ReadOnlyMemory<byte> message, bool isBinary, CancellationToken stop) => _said.Writer.WriteAsync((message.ToArray(), isBinary), stop);

    // In small pieces, as a network might.
    public async ValueTask<StreamPiece> Receive(Memory<byte> into, CancellationToken stop)
    {
        if (_rest.Length == 0) _rest = await _told.Reader.ReadAsync(stop);
        int count = Math.Min(Math.Min(_rest.Length, into.Length), 50);
        _rest.AsSpan(0, count).CopyTo(into.Span);
        _rest = _rest[count..];
        return new StreamPiece(count, IsBinary: false, _rest.Length == 0, IsClose: false);
    }

    /// <summary>The next thing the client says.</summary>
    public async Task<JsonElement> Heard()
    {
        using var patience = new CancellationTokenSource(Patience);
        return JsonDocument.Parse((await _said.Reader.ReadAsync(patience.Token)).Message).RootElement;
    }

    public void Tell(string text) => _told.Writer.TryWrite(Encoding.UTF8.GetBytes(text));

    /// <summary>Hears something and says yes to it.</summary>
    public async Task<JsonElement> Grant()
    {
        JsonElement heard = await Heard();
        Tell($$"""{"id":{{heard.GetProperty("id").GetInt64()}},"ok":true}""");
        return heard;
    }

    /// <summary>The line is cut.</summary>
    public void Break() => _told.Writer.TryComplete(new IOException("cut"));

    public void Dispose() => Break();
}
