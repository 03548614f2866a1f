using System.Globalization;

namespace Peregrine.Bench.Liquidation;

/// <summary>Mean and tails of a figure over the crashes, policy by policy.</summary>
internal static class Table
{
    private static readonly (string Name, Func<Row, double> Of, bool IsShare, bool LowIsBad)[] Figures =
    [
        ("insurance pays, % of open interest", r => r.Insurance, true, false),
        ("what insurance lacked, % of open interest", r => r.Unpaid, true, false),
        ("liquidation fees into insurance, % of open interest", r => r.Fees, true, false),
        ("backstop gains, % of open interest", r => r.Backstop, true, true),
        ("liquidated users keep, % of what they brought", r => r.Kept, true, true),
        ("lots that liquidated users still have, %", r => r.Held, true, true),
        ("deleveraged, % of open interest", r => r.Deleveraged, true, false),
        ("given up by who was deleveraged, % of open interest", r => r.GivenUp, true, false),
        ("accounts deleveraged", r => r.Accounts, false, false),
        ("deepest cut, % of that account's position", r => r.DeepestCut, true, false),
        ("hedged lots taken, % of them", r => r.HedgedLots, true, false),
        ("hedges that lost over a tenth, of 5", r => r.Dented, false, false),
        ("hedges that lost over half, of 5", r => r.Broken, false, false),
    ];

    public static void Write(TextWriter output, string title, IReadOnlyList<IReadOnlyList<Row>> crashes)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\n### {title}: {crashes.Count} crashes\n"));
        output.WriteLine("| | policy | mean | median | worst tenth begins at | worst hundredth | worst |");
        output.WriteLine("|---|---|---|---|---|---|---|");
        foreach (var figure in Figures)
        {
            for (int policy = 0; policy < Policy.All.Count; policy++)
            {
                double[] values = [.. crashes.Select(c => figure.Of(c[policy])).Where(v => !double.IsNaN(v)).Order()];
                if (values.Length == 0) continue;
                if (figure.LowIsBad) Array.Reverse(values);
                string cells = string.Join(" | ", new[] { values.Average(), At(values, 0.5), At(values, 0.9), At(values, 0.99), values[^1] }.Select(v => Text(v, figure.IsShare)));
                output.WriteLine($"| {(policy == 0 ? figure.Name : "")} | {Policy.All[policy].Name} | {cells} |");
            }
        }
    }

    private static double At(double[] sorted, double share) => sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * share))];

    private static string Text(double value, bool isShare) => (isShare ? value * 100 : value).ToString(isShare ? "0.00;-0.00;0.00" : "0.##", CultureInfo.InvariantCulture);
}
