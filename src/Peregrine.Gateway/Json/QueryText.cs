using System.Text.Json;

namespace Peregrine.Gateway.Json;

/// <summary>The two things in which a query's text differs from a body's.</summary>
internal static class QueryText
{
    /// <summary>Undoes percent signs and pluses where they stand, and says how long the text is then.</summary>
    public static int Undo(Span<byte> text)
    {
        if (!text.ContainsAny((byte)'%', (byte)'+')) return text.Length;
        int length = 0;
        for (int i = 0; i < text.Length; i++)
        {
            byte c = text[i];
            if (c == '+') c = (byte)' ';
            else if (c == '%' && i + 2 < text.Length && char.IsAsciiHexDigit((char)text[i + 1]) && char.IsAsciiHexDigit((char)text[i + 2]))
            {
                c = (byte)(Convert.FromHexString([(char)text[i + 1], (char)text[i + 2]])[0]);
                i += 2;
            }
            text[length++] = c;
        }
        return length;
    }

    /// <summary>What the text would be in JSON, among what the field takes; <see cref="JsonTokenType.None"/> when it is nothing of that.</summary>
    public static JsonTokenType TypeOf(ReadOnlySpan<byte> text, JsonKinds kinds)
    {
        if ((kinds & JsonKinds.Text) != 0) return JsonTokenType.String;
        if ((kinds & JsonKinds.Integer) != 0) return JsonTokenType.Number;
        if ((kinds & JsonKinds.Flag) == 0) return JsonTokenType.None;
        return text.SequenceEqual("true"u8) ? JsonTokenType.True : text.SequenceEqual("false"u8) ? JsonTokenType.False : JsonTokenType.None;
    }
}
