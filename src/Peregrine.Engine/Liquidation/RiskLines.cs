using Peregrine.Core;

namespace Peregrine.Engine.Liquidation;

/// <summary>The multiples of maintenance margin at which an account is warned, and the last, at which it is liquidated (domain §10.1).</summary>
internal static class RiskLines
{
    /// <summary>Warnings there are; the line after them is liquidation's.</summary>
    public const int Warnings = 3;

    private static readonly int[] Permilles = [1500, 1200, 1050, 1000];

    public static int Permille(int line) => Permilles[line];

    /// <summary>How many lines the equity is below: 0 above all, 4 below the margin itself.</summary>
    public static int Below(Micros equity, Micros margin)
    {
        int line = 0;
        while (line < Permilles.Length && IsBelow(equity, margin, Permilles[line])) line++;
        return line;
    }

    /// <summary>⌈λ·MM⌉ of a margin that is not negative.</summary>
    public static Micros At(int line, Micros margin) => new(At(margin.Value, Permilles[line]));

    // Exact: a whole number is below a quotient when it is below its ceiling.
    private static bool IsBelow(Micros equity, Micros margin, int permille) => equity.Value < At(margin.Value, permille);

    // Every fill asks it twice: by thousands and the rest, so that it stays in 64 bits and divides by a constant.
    private static long At(long margin, int permille)
    {
        long thousands = margin / 1000;
        return thousands * permille + ((margin - thousands * 1000) * permille + 999) / 1000;
    }
}
