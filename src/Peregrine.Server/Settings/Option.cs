namespace Peregrine.Server.Settings;

/// <summary>One thing that can be set.</summary>
/// <param name="Name">Dotted, as it stands in the file; behind two dashes on the command line; in capitals with underscores and a prefix in the environment.</param>
/// <param name="Unit">What its number counts, or what kind of text it is.</param>
/// <param name="Default">What holds when nobody says anything.</param>
/// <param name="Text">What it does, in a sentence.</param>
internal sealed record Option(string Name, string Unit, string Default, string Text)
{
    /// <summary>The smallest and largest number it takes; a text has none.</summary>
    public (long Min, long Max)? Range { get; init; }

    /// <summary>The only texts it takes; empty for any.</summary>
    public string[] Words { get; init; } = [];

    /// <summary>It is not taken from the command line, which every user of the machine can read.</summary>
    public bool IsSecret { get; init; }

    public string EnvironmentName => "PEREGRINE_" + Name.Replace('.', '_').Replace("-", "", StringComparison.Ordinal).ToUpperInvariant();

    /// <summary>Why a value does not do; none when it does.</summary>
    public string? Complaint(string value)
    {
        if (Range is { } range)
        {
            bool fits = long.TryParse(value, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out long number)
                && number >= range.Min && number <= range.Max;
            return fits ? null : $"{Name} is a whole number of {Unit} from {range.Min} to {range.Max}, not '{value}'.";
        }
        return Words.Length == 0 || Words.Contains(value, StringComparer.Ordinal) ? null : $"{Name} is one of {string.Join(", ", Words)}, not '{value}'.";
    }
}
