namespace Peregrine.MarketData.Prices;

/// <summary>What a source's last sample was worth when the index was last made. 0: nothing was made since this fold began.</summary>
public enum SourceHealth : byte
{
    Used = 1,
    /// <summary>Never told, not positive, or too old.</summary>
    Old = 2,
    Uncertain = 3,
    /// <summary>Too far from the median of the others.</summary>
    Outlier = 4,
    /// <summary>Another source of its upstream spoke for both.</summary>
    SpokenFor = 5,
}
