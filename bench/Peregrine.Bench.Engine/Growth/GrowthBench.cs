namespace Peregrine.Bench.Engine.Growth;

/// <summary>Measures one kind at all its sizes in turn, pass by pass: a noisy neighbour slows all sizes, and the ratios stay fair.</summary>
internal static class GrowthBench
{
    public static void Run(GrowthKind kind, Scale scale, TextWriter output)
    {
        WarmUp(kind, scale);
        Venue.ReturnMemory();
        GrowthSize[] sizes = [.. scale.Sizes.Select(size => new GrowthSize(size, kind, scale))];
        // The first pass brings every record into the state that all later ones find.
        for (int pass = 0; pass <= scale.Passes; pass++)
        {
            foreach (GrowthSize size in sizes) size.Pass(isMeasured: pass > 0);
        }
        GrowthTable.Write(kind, sizes, output);
        foreach (GrowthSize size in sizes) size.Dispose();
    }

    private static void WarmUp(GrowthKind kind, Scale scale)
    {
        using var small = new GrowthSize(scale.Sizes[0], kind, scale);
        scale.Warm(() => small.Pass(isMeasured: false));
    }
}
