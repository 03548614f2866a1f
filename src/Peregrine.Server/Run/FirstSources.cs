using Peregrine.Core;
using Peregrine.Sandbox.Prices;

namespace Peregrine.Server.Run;

/// <summary>The sources of a new venue's prices: those that its sandbox simulates.</summary>
internal static class FirstSources
{
    public const byte Least = SimulatedSource.Least;

    /// <summary>Rules and every source.</summary>
    public static Command[] Group(SetPriceRules rules) =>
        [Command.Of(in rules), .. SimulatedSource.All.Select(static s => Command.Of(new SetSource { Source = s.Source, Weight = s.Weight, Upstream = s.Upstream }))];

    /// <summary>All of them agree on a first price.</summary>
    public static IReadOnlyList<SourceQuote> Agreeing(long price) => [.. SimulatedSource.All.Select(s => new SourceQuote(s.Source, price, TimeSpan.Zero, 0))];
}
