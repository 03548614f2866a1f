using Peregrine.Bench.Hours;

Options options;
try
{
    options = Options.Parse(args);
}
catch (Exception e) when (e is ArgumentException or FormatException)
{
    await Console.Error.WriteLineAsync($"{e.Message}\n{Options.Usage}");
    return 2;
}
RunningVenue started;
try
{
    started = await RunningVenue.Start();
}
catch (IOException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
await using RunningVenue venue = started;
bool isGood = options.Turns > 0 ? await new HistoryTurns(venue, options, Console.Out).Run() : await new Hour(venue, options, Console.Out).Run();
return isGood ? 0 : 1;
