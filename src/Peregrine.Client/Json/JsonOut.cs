using System.Buffers.Text;
using System.Text;
using System.Text.Encodings.Web;

namespace Peregrine.Client.Json;

/// <summary>JSON as bytes, in a buffer that is used again and again.</summary>
internal sealed class JsonOut
{
    private byte[] _bytes = new byte[512];
    private bool _needsComma;

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Length);

    public ReadOnlySpan<byte> Span => _bytes.AsSpan(0, Length);

    public JsonOut Clear()
    {
        (Length, _needsComma) = (0, false);
        return this;
    }

    public JsonOut BeginObject() => Open((byte)'{');

    public JsonOut EndObject() => Close((byte)'}');

    public JsonOut BeginArray() => Open((byte)'[');

    public JsonOut EndArray() => Close((byte)']');

    public JsonOut Name(ReadOnlySpan<byte> name)
    {
        Comma();
        Quoted(name);
        Byte((byte)':');
        _needsComma = false;
        return this;
    }

    /// <summary>Text that needs no escapes: names of ours, numbers, ids.</summary>
    public JsonOut Plain(ReadOnlySpan<byte> text)
    {
        Comma();
        Quoted(text);
        return this;
    }

    /// <summary>Anybody's text.</summary>
    public JsonOut Text(string text)
    {
        Span<byte> utf8 = text.Length <= 256 ? stackalloc byte[768] : new byte[text.Length * 3];
        utf8 = utf8[..Encoding.UTF8.GetBytes(text, utf8)];
        int at = JavaScriptEncoder.UnsafeRelaxedJsonEscaping.FindFirstCharacterToEncodeUtf8(utf8);
        return at < 0 ? Plain(utf8) : Plain(Encoding.UTF8.GetBytes(JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text)));
    }

    public JsonOut Number(long value)
    {
        Comma();
        Length += Digits(value, Room(20));
        return this;
    }

    /// <summary>A number as text: ids pass what a JSON number holds safely.</summary>
    public JsonOut Id(long value)
    {
        Span<byte> digits = stackalloc byte[20];
        return Plain(digits[..Digits(value, digits)]);
    }

    public JsonOut Decimal(long count, Grid grid)
    {
        Span<byte> text = stackalloc byte[Grid.LengthMax];
        return Plain(text[..grid.Format(count, text)]);
    }

    public JsonOut Flag(bool value)
    {
        Comma();
        Append(value ? "true"u8 : "false"u8);
        return this;
    }

    private static int Digits(long value, Span<byte> into)
    {
        Utf8Formatter.TryFormat(value, into, out int length);
        return length;
    }

    private JsonOut Open(byte bracket)
    {
        Comma();
        Byte(bracket);
        _needsComma = false;
        return this;
    }

    private JsonOut Close(byte bracket)
    {
        Byte(bracket);
        _needsComma = true;
        return this;
    }

    private void Comma()
    {
        if (_needsComma) Byte((byte)',');
        _needsComma = true;
    }

    private void Quoted(ReadOnlySpan<byte> text)
    {
        Span<byte> room = Room(text.Length + 2);
        room[0] = (byte)'"';
        text.CopyTo(room[1..]);
        room[text.Length + 1] = (byte)'"';
        Length += text.Length + 2;
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        Length += bytes.Length;
    }

    private void Byte(byte value)
    {
        Room(1)[0] = value;
        Length++;
    }

    private Span<byte> Room(int length)
    {
        if (_bytes.Length - Length < length) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + length));
        return _bytes.AsSpan(Length);
    }
}
