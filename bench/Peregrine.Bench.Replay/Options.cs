using System.Globalization;

namespace Peregrine.Bench.Replay;

internal sealed record Options(string File, string? Engine, int Runs)
{
    public const string Usage = "Usage: Peregrine.Bench.Replay FILE [--engine NAME] [--runs N]";

    private const int RunsDefault = 7;
    private const int RunsMax = 1000;

    public static Options Parse(string[] args)
    {
        string? file = null;
        string? engine = null;
        int runs = RunsDefault;
        for (int i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--engine":
                    engine = ValueOf(args, ++i);
                    break;
                case "--runs":
                    if (!int.TryParse(ValueOf(args, ++i), NumberStyles.None, CultureInfo.InvariantCulture, out runs) || runs is < 1 or > RunsMax)
                        throw new BadInputException($"--runs takes a number from 1 to {RunsMax}.");
                    break;
                case ['-', ..]:
                    throw new BadInputException($"Unknown option '{args[i]}'. {Usage}");
                default:
                    if (file is not null) throw new BadInputException($"One file at a time; '{args[i]}' is a second one. {Usage}");
                    file = args[i];
                    break;
            }
        }
        return new Options(file ?? throw new BadInputException($"Which file? {Usage}"), engine, runs);
    }

    private static string ValueOf(string[] args, int at) =>
        at < args.Length ? args[at] : throw new BadInputException($"{args[at - 1]} needs a value. {Usage}");
}
