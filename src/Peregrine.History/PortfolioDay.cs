namespace Peregrine.History;

/// <summary>What an account was worth when a UTC day was over, or is now, and what changed it. All in micro-dollars.</summary>
/// <param name="Day">Days since 1970.</param>
/// <param name="Equity">Cash, pots, and positions and collateral at the day's last prices.</param>
/// <param name="Inflow">What came from outside less what went there.</param>
/// <param name="Realised">By fills.</param>
/// <param name="Fees">Paid.</param>
/// <param name="Funding">Paid; negative is received.</param>
/// <param name="Volume">Traded.</param>
public readonly record struct PortfolioDay(long Day, long Equity, long Inflow, long Realised, long Fees, long Funding, long Volume);
