using System.Globalization;
using Peregrine.Server.Run;

namespace Peregrine.Server.History;

/// <summary>What <c>peregrine explain</c> was asked.</summary>
/// <param name="Folder">The data folder.</param>
/// <param name="Seq">The command.</param>
/// <param name="Index">The event in it.</param>
/// <param name="Limits">For programs, which get JSON and ask no more than they can wait for; none for people.</param>
internal sealed record ExplainAsk(string Folder, long Seq, int Index, ExplainLimits? Limits)
{
    /// <summary>Nothing when it was not understood.</summary>
    public static ExplainAsk? Parse(string[] arguments)
    {
        if (arguments is not ["--data", var folder, .. var rest]) return null;
        ExplainLimits? limits = null;
        if (rest is ["--json", var seconds, var mebibytes, ..])
        {
            if (!TryWhole(seconds, out long time) || !TryWhole(mebibytes, out long memory) || time is 0 or > 86_400 || memory > 1 << 20) return null;
            limits = new ExplainLimits(TimeSpan.FromSeconds(time), memory << 20);
            rest = rest[3..];
        }
        return rest is [var seqText, var indexText] && TryWhole(seqText, out long seq) && int.TryParse(indexText, NumberStyles.None, CultureInfo.InvariantCulture, out int index)
            ? new ExplainAsk(folder, seq, index, limits) : null;
    }

    private static bool TryWhole(string text, out long value) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
