using Peregrine.Twin;

namespace Peregrine.Bench.Liquidation;

/// <summary>A way to liquidate, by the rules in which it differs from ours.</summary>
internal sealed record Policy(string Name, TwinRules Rules)
{
    public static readonly IReadOnlyList<Policy> All =
    [
        new("ours", TwinRules.Ours),
        new("greedy queue", new TwinRules { AsksGreedily = true }),
        new("close all at once", new TwinRules { ClosesAll = true }),
        new("both", new TwinRules { ClosesAll = true, AsksGreedily = true }),
    ];
}
