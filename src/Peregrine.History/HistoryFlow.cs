namespace Peregrine.History;

/// <summary>Who took from a market's book in a period in which something happened, and what was open at its end.</summary>
/// <param name="StartNs">When it began.</param>
/// <param name="TakerBuys">Lots.</param>
/// <param name="TakerSells">Lots.</param>
/// <param name="Interest">Lots held long, which are as many as are held short.</param>
/// <param name="Longs">Accounts that were long.</param>
/// <param name="Shorts">Accounts that were short.</param>
public readonly record struct HistoryFlow(long StartNs, long TakerBuys, long TakerSells, long Interest, int Longs, int Shorts);
