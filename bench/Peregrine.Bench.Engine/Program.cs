using Peregrine.Bench.Engine;
using Peregrine.Bench.Engine.Growth;
using Peregrine.Bench.Engine.Risk;

// Memory comes first: later parts leave a heap behind whose pages would be counted.
(string Name, Action<Scale, TextWriter> Run)[] parts =
[
    ("memory", MemoryUse.Run),
    .. GrowthKind.All.Select(static kind => (kind.Name, (Action<Scale, TextWriter>)((scale, output) => GrowthBench.Run(kind, scale, output)))),
    ("own", OwnOrders.Run),
    ("window", FarAgreement.Run),
    ("burst", TriggerBurst.Run),
    ("liquidation", LiquidationBurst.Run),
    ("cross", CrossUpdates.Run),
    ("lines", LinesCrossed.Run),
    ("funding", FundingPieces.Run),
    ("trail", TrailingBurst.Run),
    ("adl", DeleverageCost.Run),
];

try
{
    Options options = Options.Parse(args, [.. parts.Select(p => p.Name)]);
    foreach (var part in parts.Where(p => options.Parts.Contains(p.Name)))
    {
        part.Run(options.Scale, Console.Out);
        Venue.ReturnMemory();
    }
    return 0;
}
catch (BadInputException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 2;
}
catch (WrongWorkException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
