namespace Peregrine.Core;

/// <summary>Where a market's index comes from and how its sources are. Answered with <see cref="IndexFigures"/>.</summary>
public readonly record struct AskIndex(ushort Market);

/// <summary>Why what a source said last counts or does not.</summary>
public enum SampleHealth : byte
{
    Used = 1,
    /// <summary>Never told, not positive, or too old.</summary>
    Old = 2,
    /// <summary>Its own word on how sure it is does not suffice.</summary>
    Uncertain = 3,
    /// <summary>Too far from the median of the others.</summary>
    Outlier = 4,
    /// <summary>Of one upstream with a younger one, which speaks for both.</summary>
    Shared = 5,
    /// <summary>Sound, but too few are.</summary>
    Idle = 6,
}

/// <param name="Source">Its number.</param>
/// <param name="Price">What it said last; 0 before that.</param>
/// <param name="TimeNs">When.</param>
/// <param name="ConfidencePpb">How far off it thinks it may be.</param>
/// <param name="Weight">Of its vote.</param>
/// <param name="Upstream">Sources of one upstream have one vote; 0 depends on nobody.</param>
/// <param name="Health">At the moment.</param>
public readonly record struct SourceFigures(int Source, long Price, long TimeNs, int ConfidencePpb, int Weight, int Upstream, SampleHealth Health);

/// <param name="Index">The one that holds; 0 before the first.</param>
/// <param name="Mark">The one that holds.</param>
/// <param name="State">How far they may be relied on.</param>
/// <param name="IndexNs">When the index was made.</param>
/// <param name="MinSources">Fewer make none.</param>
/// <param name="MaxAgeNs">Older samples do not count.</param>
/// <param name="Candidate">A step that waits for confirmation, or 0.</param>
/// <param name="Sources">None where prices are set by hand.</param>
public readonly record struct IndexFigures(
    Subticks Index, Subticks Mark, PriceState State, long IndexNs, int MinSources, long MaxAgeNs, long Candidate, IReadOnlyList<SourceFigures> Sources);
