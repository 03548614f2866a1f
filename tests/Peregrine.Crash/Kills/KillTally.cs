using System.Globalization;

namespace Peregrine.Crash.Kills;

/// <summary>How often the venue was killed, and in the midst of what.</summary>
internal sealed class KillTally
{
    private readonly SortedDictionary<string, int> _counts = new(StringComparer.Ordinal);

    public int Kills { get; set; }

    public int this[string what] => _counts.GetValueOrDefault(what);

    public void Add(string what) => _counts[what] = this[what] + 1;

    public override string ToString() =>
        string.Join(", ", _counts.Select(static c => string.Create(CultureInfo.InvariantCulture, $"{c.Key} {c.Value}")).Prepend(string.Create(CultureInfo.InvariantCulture, $"{Kills} kills")));
}
