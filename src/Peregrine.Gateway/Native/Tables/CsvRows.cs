using System.Globalization;
using Peregrine.Gateway.Json;

namespace Peregrine.Gateway.Native.Tables;

/// <summary>Rows as comma-separated values (RFC 4180), behind a line with the columns' names.</summary>
internal sealed class CsvRows : RowText
{
    private static readonly System.Buffers.SearchValues<char> Quoted = System.Buffers.SearchValues.Create(",\"\r\n");
    private readonly TextWriter _output;
    private bool _isFirst;

    public CsvRows(TextWriter output, string[] columns)
    {
        _output = output;
        _output.Write(string.Join(',', columns));
        _output.Write("\r\n");
    }

    public override void BeginRow() => _isFirst = true;

    public override void EndRow() => _output.Write("\r\n");

    public override void Nothing() => Separate();

    public override void Decimal(long count, Scale scale)
    {
        Span<byte> bytes = stackalloc byte[Scale.LengthMax];
        Plain(bytes[..scale.Write(bytes, count)]);
    }

    public override void Number(long value)
    {
        Separate();
        _output.Write(value.ToString(CultureInfo.InvariantCulture));
    }

    public override void Id(long value) => Number(value);

    public override void Flag(bool value) => Plain(value ? "true"u8 : "false"u8);

    public override void Plain(ReadOnlySpan<byte> ascii)
    {
        Separate();
        foreach (byte c in ascii) _output.Write((char)c);
    }

    public override void Text(string text)
    {
        Separate();
        _output.Write(text.AsSpan().ContainsAny(Quoted) ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text);
    }

    private void Separate()
    {
        if (!_isFirst) _output.Write(',');
        _isFirst = false;
    }
}
