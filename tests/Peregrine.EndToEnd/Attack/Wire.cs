using System.Net.Sockets;
using System.Text;

namespace Peregrine.EndToEnd.Attack;

/// <summary>Bytes to and from a venue, with nobody in between who would mend them.</summary>
internal sealed class Wire : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly TcpClient _tcp = new() { NoDelay = true };
    private readonly byte[] _buffer = new byte[256 * 1024];
    private NetworkStream _stream = null!;
    private int _from, _to;

    public static async Task<Wire> Open(Uri url)
    {
        var wire = new Wire();
        await wire._tcp.ConnectAsync(url.Host, url.Port);
        wire._stream = wire._tcp.GetStream();
        return wire;
    }

    /// <summary>Sends these bytes and reads what the venue answers until it closes, as it does after the last one asks it to.</summary>
    public static async Task<string> Exchange(Uri url, string sent)
    {
        using Wire wire = await Open(url);
        await wire.Say(sent);
        return await wire.Rest();
    }

    /// <summary>Each character is a byte.</summary>
    public ValueTask Say(string text) => Say(Encoding.Latin1.GetBytes(text));

    public ValueTask Say(ReadOnlyMemory<byte> bytes) => _stream.WriteAsync(bytes);

    /// <summary>Everything until the venue closes.</summary>
    public async Task<string> Rest()
    {
        var text = new StringBuilder(Encoding.Latin1.GetString(_buffer, _from, _to - _from));
        try
        {
            while (await Read(0) is var count and > 0) text.Append(Encoding.Latin1.GetString(_buffer, 0, count));
        }
        catch (IOException)
        {
            // Cut off: what came before it counts.
        }
        return text.ToString();
    }

    /// <summary>The next answer of those that were asked for one after another; nothing when the venue has closed.</summary>
    public async Task<(int Status, string Text)?> Answer()
    {
        int head;
        while ((head = _buffer.AsSpan(_from, _to - _from).IndexOf("\r\n\r\n"u8)) < 0)
        {
            if (!await Fill()) return null;
        }
        string headers = Encoding.Latin1.GetString(_buffer, _from, head);
        int at = headers.IndexOf("Content-Length: ", StringComparison.OrdinalIgnoreCase);
        int length = at < 0 ? 0 : int.Parse(headers.AsSpan(at + 16, (headers.IndexOf('\r', at) is var end and >= 0 ? end : headers.Length) - at - 16), System.Globalization.CultureInfo.InvariantCulture);
        int whole = head + 4 + length;
        while (_to - _from < whole)
        {
            if (!await Fill()) return null;
        }
        string text = Encoding.UTF8.GetString(_buffer, _from, whole);
        _from += whole;
        return (int.Parse(headers.AsSpan(9, 3), System.Globalization.CultureInfo.InvariantCulture), text);
    }

    public void Dispose() => _tcp.Dispose();

    private async Task<bool> Fill()
    {
        _buffer.AsSpan(_from, _to - _from).CopyTo(_buffer);
        (_from, _to) = (0, _to - _from);
        try
        {
            int count = await Read(_to);
            _to += count;
            return count > 0;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private async Task<int> Read(int at)
    {
        using var patience = new CancellationTokenSource(Patience);
        return await _stream.ReadAsync(_buffer.AsMemory(at), patience.Token);
    }
}
