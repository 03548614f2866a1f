using Peregrine.Bench.Fanout;
using Peregrine.Client;

if (args is [BareVenue.Word]) return await BareVenue.Serve();
try
{
    Options options = Options.Parse([.. args.Skip(1)]);
    switch (args)
    {
        case ["spread", ..]:
            await Spread.Run(options, Console.Out);
            return 0;
        case ["flow", ..]:
            await Flow.Run(options, Console.Out);
            return 0;
        default:
            throw new FormatException("Say spread or flow first.");
    }
}
catch (Exception e) when (e is ArgumentException or FormatException or KeyNotFoundException)
{
    await Console.Error.WriteLineAsync($"{e.Message}\n{Options.Usage}");
    return 2;
}
catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException or RefusedException)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
