using System.Globalization;

namespace Peregrine.Bench.Engine.Growth;

/// <summary>Nanoseconds per command at each size, the last over the first, and how many reads of the control the difference is worth.</summary>
internal static class GrowthTable
{
    public static void Write(GrowthKind kind, GrowthSize[] sizes, TextWriter output)
    {
        GrowthSize first = sizes[0], last = sizes[^1];
        string columns = string.Join(" | ", sizes.Select(s => s.Size.ToString("N0", CultureInfo.InvariantCulture)));
        output.WriteLine($"\n### {kind.Name}: {kind.What}\n");
        output.WriteLine($"| ns per command | {columns} | last : first | growth in reads |");
        output.WriteLine($"|---|{string.Concat(Enumerable.Repeat("---|", sizes.Length))}---|---|");
        double readGrowth = last.ReadNs - first.ReadNs;
        for (int i = 0; i < kind.Operations.Length; i++)
        {
            double growth = last.Ns(i) - first.Ns(i);
            string inReads = readGrowth > 0 ? Text(growth / readGrowth, "0.0") : "";
            output.WriteLine($"| {kind.Operations[i]} | {Cells(sizes, s => Text(s.Ns(i), "0"))} | {Text(last.Ns(i) / first.Ns(i), "0.00")} | {inReads} |");
        }
        output.WriteLine($"| a random read of the same memory | {Cells(sizes, s => Text(s.ReadNs, "0"))} | | |");
        output.WriteLine($"| the same in pages of 2 MB | {Cells(sizes, s => Text(s.LargePageReadNs, "0"))} | | |");
        output.WriteLine($"| that memory, MB | {Cells(sizes, s => Text(s.Footprint / 1e6, "0.0"))} | | |");
        output.WriteLine($"\nchecksums: {string.Join(' ', sizes.Select(s => s.Checksum.ToString("x16", CultureInfo.InvariantCulture)))}");
    }

    private static string Cells(GrowthSize[] sizes, Func<GrowthSize, string> cell) => string.Join(" | ", sizes.Select(cell));

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
