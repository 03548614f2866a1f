using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Peregrine.Gateway.Json;

/// <summary>Writes JSON into one reusable buffer. It does not check that what is written makes sense; tests read it back.</summary>
/// <remarks>Decimals go straight from integers to quoted digits, which is most of what this venue says.</remarks>
internal sealed class JsonText
{
    private const string Hex = "0123456789abcdef";
    private static readonly SearchValues<byte> Escaped = SearchValues.Create([(byte)'"', (byte)'\\', .. Enumerable.Range(0, 32).Select(c => (byte)c)]);
    private byte[] _bytes = new byte[1024];
    private int _length;
    private bool _needsComma;

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, _length);

    public int Length => _length;

    public void Clear() => (_length, _needsComma) = (0, false);

    public JsonText BeginObject() => Begin((byte)'{');

    public JsonText EndObject() => End((byte)'}');

    public JsonText BeginArray() => Begin((byte)'[');

    public JsonText EndArray() => End((byte)']');

    /// <summary>The name of the value that follows; our own names need no escapes.</summary>
    public JsonText Name(ReadOnlySpan<byte> name)
    {
        Span<byte> into = Take(name.Length + 4, out int at);
        if (_needsComma) into[at++] = (byte)',';
        into[at++] = (byte)'"';
        name.CopyTo(into[at..]);
        at += name.Length;
        into[at++] = (byte)'"';
        into[at++] = (byte)':';
        (_length, _needsComma) = (at, false);
        return this;
    }

    public JsonText Number(long value)
    {
        Span<byte> into = Value(20, out int at);
        Utf8Formatter.TryFormat(value, into[at..], out int written);
        _length = at + written;
        return this;
    }

    public JsonText Bool(bool value) => Raw(value ? "true"u8 : "false"u8);

    public JsonText Null() => Raw("null"u8);

    /// <summary>A value that is JSON already.</summary>
    public JsonText Raw(ReadOnlySpan<byte> json)
    {
        Span<byte> into = Value(json.Length, out int at);
        json.CopyTo(into[at..]);
        _length = at + json.Length;
        return this;
    }

    /// <summary>A whole number in quotes: an id, or a time in nanoseconds.</summary>
    public JsonText Id(long value)
    {
        Span<byte> into = Value(22, out int at);
        into[at++] = (byte)'"';
        Utf8Formatter.TryFormat(value, into[at..], out int written);
        at += written;
        into[at++] = (byte)'"';
        _length = at;
        return this;
    }

    /// <summary>A count of units as a decimal in quotes.</summary>
    public JsonText Decimal(long count, Scale scale)
    {
        Span<byte> into = Value(Scale.LengthMax + 2, out int at);
        into[at++] = (byte)'"';
        at += scale.Write(into[at..], count);
        into[at++] = (byte)'"';
        _length = at;
        return this;
    }

    /// <summary>A count of units as a bare number, for dialects that want some decimals so.</summary>
    public JsonText BareDecimal(long count, Scale scale)
    {
        Span<byte> into = Value(Scale.LengthMax, out int at);
        _length = at + scale.Write(into[at..], count);
        return this;
    }

    /// <summary>A string that has nothing to escape.</summary>
    public JsonText Plain(ReadOnlySpan<byte> ascii)
    {
        Span<byte> into = Value(ascii.Length + 2, out int at);
        into[at++] = (byte)'"';
        ascii.CopyTo(into[at..]);
        at += ascii.Length;
        into[at++] = (byte)'"';
        _length = at;
        return this;
    }

    public JsonText String(ReadOnlySpan<byte> utf8)
    {
        if (!utf8.ContainsAny(Escaped)) return Plain(utf8);
        Span<byte> into = Value(utf8.Length * 6 + 2, out int at);
        into[at++] = (byte)'"';
        foreach (byte c in utf8) at += Escape(into[at..], c);
        into[at++] = (byte)'"';
        _length = at;
        return this;
    }

    public JsonText String(ReadOnlySpan<char> text)
    {
        byte[] rented = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        int written = Encoding.UTF8.GetBytes(text, rented);
        String(rented.AsSpan(0, written));
        ArrayPool<byte>.Shared.Return(rented);
        return this;
    }

    private static int Escape(Span<byte> into, byte c)
    {
        if (c >= 32 && c is not ((byte)'"' or (byte)'\\'))
        {
            into[0] = c;
            return 1;
        }
        into[0] = (byte)'\\';
        if (c >= 32)
        {
            into[1] = c;
            return 2;
        }
        "u00"u8.CopyTo(into[1..]);
        into[4] = (byte)Hex[c >> 4];
        into[5] = (byte)Hex[c & 15];
        return 6;
    }

    private JsonText Begin(byte bracket)
    {
        Span<byte> into = Value(1, out int at);
        into[at] = bracket;
        (_length, _needsComma) = (at + 1, false);
        return this;
    }

    private JsonText End(byte bracket)
    {
        Take(1, out int at)[at] = bracket;
        (_length, _needsComma) = (at + 1, true);
        return this;
    }

    // Room for a value and the comma before it; what follows it needs one.
    private Span<byte> Value(int room, out int at)
    {
        Span<byte> into = Take(room + 1, out at);
        if (_needsComma) into[at++] = (byte)',';
        _needsComma = true;
        return into;
    }

    private Span<byte> Take(int room, out int at)
    {
        at = _length;
        if (_bytes.Length - _length < room) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + room));
        return _bytes;
    }
}
