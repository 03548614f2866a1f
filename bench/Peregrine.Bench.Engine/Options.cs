namespace Peregrine.Bench.Engine;

/// <summary>How much, and which parts; all of them when none is named.</summary>
internal sealed record Options(Scale Scale, IReadOnlyList<string> Parts)
{
    public const string Usage = "Usage: Peregrine.Bench.Engine [--size tiny|full] [--fit] [PART…]";

    public static Options Parse(string[] args, IReadOnlyCollection<string> known)
    {
        Scale scale = Scale.Full;
        bool fits = false;
        List<string> parts = [];
        for (int i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--size" when i + 1 < args.Length:
                    scale = args[++i] switch
                    {
                        "tiny" => Scale.Tiny,
                        "full" => Scale.Full,
                        _ => throw new BadInputException($"There is no size '{args[i]}'. {Usage}"),
                    };
                    break;
                case "--fit":
                    fits = true;
                    break;
                default:
                    if (!known.Contains(args[i]))
                        throw new BadInputException($"There is no part '{args[i]}'; there are: {string.Join(", ", known)}. {Usage}");
                    parts.Add(args[i]);
                    break;
            }
        }
        return new Options(fits ? scale with { Fits = true } : scale, parts.Count > 0 ? parts : [.. known]);
    }
}
