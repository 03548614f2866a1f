using System.Globalization;

namespace Peregrine.Bench.MarketData;

/// <summary>Which recording to feed, how much of it, how often.</summary>
internal sealed record Options(string File, int Commands, int Runs)
{
    public const string Usage = "Usage: Peregrine.Bench.MarketData FILE [--commands N] [--runs N]";

    public static Options? Parse(string[] args)
    {
        (string? file, int commands, int runs) = (null, 500_000, 5);
        for (int i = 0; i < args.Length; i++)
        {
            if (args[i] == "--commands" && Number(args, ++i) is { } wanted) commands = wanted;
            else if (args[i] == "--runs" && Number(args, ++i) is { } times) runs = times;
            else if (file is null && args[i] is not ['-', ..]) file = args[i];
            else return null;
        }
        return file is null ? null : new Options(file, commands, runs);
    }

    private static int? Number(string[] args, int at) =>
        at < args.Length && int.TryParse(args[at], NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0 ? number : null;
}
