using System.Text.Json;

namespace Peregrine.Gateway.Json;

/// <summary>Walks the items of a JSON array that was read as a whole already, so that it is known to be sound.</summary>
internal ref struct JsonItems
{
    private readonly ReadOnlySpan<byte> _json;
    private Utf8JsonReader _reader;

    public JsonItems(ReadOnlySpan<byte> array)
    {
        _json = array;
        if (array.IsEmpty) return;
        _reader = new Utf8JsonReader(array);
        _reader.Read();
    }

    public JsonTokenType Type { get; private set; }

    /// <summary>The bytes of the present item; of a string what is between its quotes.</summary>
    public ReadOnlySpan<byte> Item { get; private set; }

    public bool Next()
    {
        if (_json.IsEmpty || !_reader.Read() || _reader.TokenType == JsonTokenType.EndArray) return false;
        Type = _reader.TokenType;
        int start = (int)_reader.TokenStartIndex;
        _reader.Skip();
        int end = (int)_reader.BytesConsumed;
        Item = Type == JsonTokenType.String ? _json[(start + 1)..(end - 1)] : _json[start..end];
        return true;
    }
}
