using System.Text;
using System.Threading.Channels;

namespace Peregrine.Server.Tests.Sockets;

/// <summary>Lines that one side writes, for another to wait for.</summary>
internal sealed class LineChannel : TextWriter
{
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

    public override Encoding Encoding => Encoding.UTF8;

    public override void WriteLine(string? value) => _lines.Writer.TryWrite(value ?? "");

    public async Task<string> Line() => await _lines.Reader.ReadAsync();
}
