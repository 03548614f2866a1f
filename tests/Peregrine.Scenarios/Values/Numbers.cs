using System.Globalization;
using System.Numerics;
using Peregrine.Scenarios.Language;

namespace Peregrine.Scenarios.Values;

/// <summary>Exact decimals to integers and back; what does not fit the grid is an error, never rounded.</summary>
public static class Numbers
{
    private static readonly (string Suffix, long Ns)[] TimeUnits =
    [
        ("ms", 1_000_000), ("us", 1_000), ("ns", 1), ("s", 1_000_000_000), ("m", 60_000_000_000), ("h", 3_600_000_000_000), ("d", 86_400_000_000_000),
    ];

    /// <summary>A decimal in units of <paramref name="unit"/>; with <paramref name="raw"/> at its end the integer itself.</summary>
    public static long Scaled(Token word, decimal unit, string raw)
    {
        if (raw.Length > 0 && word.Text.EndsWith(raw, StringComparison.Ordinal) && TryInteger(word.Text[..^raw.Length], out long exact)) return exact;
        decimal value = Decimal(word) / unit;
        if (value != decimal.Truncate(value)) throw new LanguageException(word, $"'{word}' is not a whole number of steps of {unit}");
        return (long)value;
    }

    public static long Integer(Token word) =>
        TryInteger(word.Text, out long value) ? value : throw new LanguageException(word, $"'{word}' is not a whole number");

    public static long Rate(Token word)
    {
        string text = word.Text;
        if (text.EndsWith('%')) return Scaled(word with { Text = text[..^1] }, 0.0000001m, "");
        if (text.EndsWith("bp", StringComparison.Ordinal)) return Scaled(word with { Text = text[..^2] }, 0.00001m, "");
        if (text.EndsWith("ppb", StringComparison.Ordinal)) return Integer(word with { Text = text[..^3] });
        return Integer(word);
    }

    public static long Duration(Token word)
    {
        foreach ((string suffix, long ns) in TimeUnits)
        {
            if (!word.Text.EndsWith(suffix, StringComparison.Ordinal)) continue;
            if (!decimal.TryParse(word.Text[..^suffix.Length], NumberStyles.Number, CultureInfo.InvariantCulture, out decimal count)) continue;
            return (long)(count * ns);
        }
        if (word.Text is "0") return 0;
        throw new LanguageException(word, $"'{word}' is not a time: write 500ms, 30s, 5m, 2h, 1d or 17ns");
    }

    /// <summary><c>30s</c> after the start, <c>+30s</c> from now, or a date.</summary>
    public static long Instant(Token word, Scope scope)
    {
        if (word.Text is "0" or "none") return 0;
        if (word.Text.StartsWith('+')) return scope.NowNs + Duration(word with { Text = word.Text[1..] });
        if (word.Text.Contains('T', StringComparison.Ordinal)
            && DateTimeOffset.TryParse(word.Text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset date))
        {
            return (date - DateTimeOffset.UnixEpoch).Ticks * 100;
        }
        return scope.StartNs + Duration(word);
    }

    public static string Show(long value, decimal unit) => (value * unit).ToString("0.############", CultureInfo.InvariantCulture);

    public static string ShowRate(long ppb) => $"{(ppb / 10_000_000m).ToString("0.#########", CultureInfo.InvariantCulture)}%";

    public static string ShowDuration(long ns)
    {
        foreach ((string suffix, long size) in TimeUnits.OrderByDescending(u => u.Ns))
        {
            if (ns != 0 && ns % size == 0) return $"{ns / size}{suffix}";
        }
        return "0";
    }

    private static decimal Decimal(Token word) =>
        decimal.TryParse(word.Text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal value)
            ? value
            : throw new LanguageException(word, $"'{word}' is not a number");

    private static bool TryInteger(string text, out long value)
    {
        value = 0;
        if (!BigInteger.TryParse(text.Replace("_", "", StringComparison.Ordinal), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out BigInteger big)) return false;
        value = big > long.MaxValue ? unchecked((long)(ulong)big) : (long)big;
        return true;
    }
}
