using System.Text;
using Peregrine.Gateway.Json;

namespace Peregrine.Gateway.Native.Tables;

/// <summary>Rows as objects; what a row does not have is left out.</summary>
internal sealed class JsonRows(JsonText json, string[] columns) : RowText
{
    private readonly byte[][] _names = [.. columns.Select(Encoding.ASCII.GetBytes)];
    private int _at;

    public override void BeginRow()
    {
        _at = 0;
        json.BeginObject();
    }

    public override void EndRow() => json.EndObject();

    public override void Nothing() => _at++;

    public override void Decimal(long count, Scale scale) => Named().Decimal(count, scale);

    public override void Number(long value) => Named().Number(value);

    public override void Id(long value) => Named().Id(value);

    public override void Flag(bool value) => Named().Bool(value);

    public override void Plain(ReadOnlySpan<byte> ascii) => Named().Plain(ascii);

    public override void Text(string text) => Named().String(text);

    private JsonText Named() => json.Name(_names[_at++]);
}
