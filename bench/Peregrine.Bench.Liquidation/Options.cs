using System.Globalization;

namespace Peregrine.Bench.Liquidation;

/// <summary>Which crashes to play.</summary>
internal sealed record Options(ulong First, ulong Last)
{
    public const string Usage = "Usage: Peregrine.Bench.Liquidation [--seeds FIRST..LAST]";

    public static Options? Parse(string[] args)
    {
        if (args.Length == 0) return new Options(1, 2000);
        if (args is not ["--seeds", { } range] || range.Split("..") is not [{ } from, { } to]) return null;
        bool known = ulong.TryParse(from, NumberStyles.None, CultureInfo.InvariantCulture, out ulong first) & ulong.TryParse(to, NumberStyles.None, CultureInfo.InvariantCulture, out ulong last);
        return known && first <= last ? new Options(first, last) : null;
    }
}
