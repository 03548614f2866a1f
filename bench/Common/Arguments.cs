using System.Globalization;

namespace Peregrine.Bench;

/// <summary>What a bench is started with: options, each with a value.</summary>
internal static class Arguments
{
    public static IEnumerable<(string Name, string Value)> Pairs(string[] args)
    {
        if (args.Length % 2 != 0) throw new ArgumentException("Every option has a value.", nameof(args));
        return args.Chunk(2).Select(static pair => (pair[0], pair[1]));
    }

    public static int Number(string text, int least, int most)
    {
        int value = int.Parse(text, CultureInfo.InvariantCulture);
        return value >= least && value <= most ? value : throw new ArgumentException($"{text} is not between {least} and {most}.", nameof(text));
    }
}
