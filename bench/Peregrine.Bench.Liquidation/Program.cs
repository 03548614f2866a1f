using System.Globalization;
using Peregrine.Bench.Liquidation;

if (Options.Parse(args) is not { } options)
{
    await Console.Error.WriteLineAsync(Options.Usage);
    return 2;
}
List<(CrashPlan Plan, IReadOnlyList<Row> Rows)> crashes = [];
int quiet = 0;
try
{
    for (ulong seed = options.First; seed <= options.Last; seed++)
    {
        var plan = new CrashPlan(seed);
        CrashStream stream = CrashStream.Of(plan);
        Outcome[] outcomes = [.. Policy.All.Select(policy => Play.Under(policy, stream))];
        HashSet<int> victims = [.. outcomes.SelectMany(o => o.Liquidated)];
        if (victims.Count == 0) quiet++;
        crashes.Add((plan, [.. outcomes.Select(o => Row.Of(plan, o, victims))]));
    }
}
catch (WrongWorkException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
    $"Seeds {options.First} to {options.Last}; in {quiet} nobody was liquidated. Under our rules the engine and its twin told the same, byte for byte."));
Table.Write(Console.Out, "all", [.. crashes.Select(c => c.Rows)]);
Table.Write(Console.Out, "price falls by 20 % or more into a book of 1 % of open interest or less", [.. crashes.Where(c => c.Plan is { DropPermille: >= 200, DepthPpm: <= 10_000 }).Select(c => c.Rows)]);
Table.Write(Console.Out, "price falls by less than 10 %", [.. crashes.Where(c => c.Plan.DropPermille < 100).Select(c => c.Rows)]);
return 0;
