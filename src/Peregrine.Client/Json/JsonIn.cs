using System.Buffers.Text;
using System.Text.Json;
using Peregrine.Core;

namespace Peregrine.Client.Json;

/// <summary>Reads what a venue says, field by field. Fields that are not known are passed over: a newer venue may say more.</summary>
internal static class JsonIn
{
    /// <summary>The next field of the object the reader is in; false at its end.</summary>
    public static bool NextField(ref Utf8JsonReader reader)
    {
        if (!reader.Read()) throw new FormatException("The answer ends too early.");
        return reader.TokenType == JsonTokenType.PropertyName;
    }

    /// <summary>The next item of the array the reader is in, its first token read; false at its end.</summary>
    public static bool NextItem(ref Utf8JsonReader reader)
    {
        if (!reader.Read()) throw new FormatException("The answer ends too early.");
        return reader.TokenType != JsonTokenType.EndArray;
    }

    public static void Begin(ref Utf8JsonReader reader, JsonTokenType token)
    {
        if (!reader.Read() || reader.TokenType != token) throw new FormatException($"The answer has {reader.TokenType} where {token} belongs.");
    }

    public static long Number(ref Utf8JsonReader reader)
    {
        Begin(ref reader, JsonTokenType.Number);
        return reader.GetInt64();
    }

    public static long Id(ref Utf8JsonReader reader)
    {
        Begin(ref reader, JsonTokenType.String);
        return Utf8Parser.TryParse(reader.ValueSpan, out long value, out int used) && used == reader.ValueSpan.Length ? value : throw new FormatException("An id is no number.");
    }

    public static long Decimal(ref Utf8JsonReader reader, Grid grid)
    {
        Begin(ref reader, JsonTokenType.String);
        return DecimalHere(ref reader, grid);
    }

    /// <summary>The decimal at which the reader stands.</summary>
    public static long DecimalHere(ref Utf8JsonReader reader, Grid grid) =>
        grid.TryParse(reader.ValueSpan, out long count) ? count : throw new FormatException("A decimal is not on its grid.");

    public static bool Flag(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.GetBoolean();
    }

    public static string Text(ref Utf8JsonReader reader)
    {
        Begin(ref reader, JsonTokenType.String);
        return reader.GetString()!;
    }

    public static T Name<T>(ref Utf8JsonReader reader)
        where T : struct, Enum
    {
        Begin(ref reader, JsonTokenType.String);
        return WireNames<T>.Parse(reader.ValueSpan);
    }

    public static ClientOrderId ClientId(ref Utf8JsonReader reader)
    {
        Begin(ref reader, JsonTokenType.String);
        ClientOrderId id = default;
        ReadOnlySpan<byte> text = reader.ValueSpan;
        if (text.Length > ClientOrderId.LengthMax) throw new FormatException("A clientOrderId is too long.");
        Span<byte> into = id;
        into[0] = (byte)text.Length;
        text.CopyTo(into[1..]);
        return id;
    }

    public static ulong Hex(ref Utf8JsonReader reader)
    {
        Begin(ref reader, JsonTokenType.String);
        return Utf8Parser.TryParse(reader.ValueSpan, out ulong value, out int used, 'x') && used == reader.ValueSpan.Length ? value : throw new FormatException("A checksum is not hexadecimal.");
    }

    public static void Skip(ref Utf8JsonReader reader) => reader.Skip();
}
