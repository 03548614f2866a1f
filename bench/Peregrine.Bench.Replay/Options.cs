using System.Globalization;

namespace Peregrine.Bench.Replay;

/// <summary>What to do: replay <see cref="File"/>, or with <see cref="Make"/> write that workload into the folder <see cref="File"/>.</summary>
internal sealed record Options(string File, string? Engine, int Runs, string? Make)
{
    public const string Usage = "Usage: Peregrine.Bench.Replay FILE [--engine NAME] [--runs N]  or  Peregrine.Bench.Replay --make NAME FOLDER";

    private const int RunsDefault = 7;
    private const int RunsMax = 1000;

    public static Options Parse(string[] args)
    {
        string? file = null;
        string? engine = null;
        string? make = null;
        int runs = RunsDefault;
        for (int i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--engine":
                    engine = ValueOf(args, ++i);
                    break;
                case "--make":
                    make = ValueOf(args, ++i);
                    break;
                case "--runs":
                    if (!int.TryParse(ValueOf(args, ++i), NumberStyles.None, CultureInfo.InvariantCulture, out runs) || runs is < 1 or > RunsMax)
                        throw new BadInputException($"--runs takes a number from 1 to {RunsMax}.");
                    break;
                case ['-', ..]:
                    throw new BadInputException($"Unknown option '{args[i]}'. {Usage}");
                default:
                    if (file is not null) throw new BadInputException($"One file or folder at a time; '{args[i]}' is a second one. {Usage}");
                    file = args[i];
                    break;
            }
        }
        return new Options(file ?? throw new BadInputException($"Which file or folder? {Usage}"), engine, runs, make);
    }

    private static string ValueOf(string[] args, int at) =>
        at < args.Length ? args[at] : throw new BadInputException($"{args[at - 1]} needs a value. {Usage}");
}
