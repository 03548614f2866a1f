namespace Peregrine.Explain.Past;

/// <summary>A part of a liquidation as makers were asked about it: no more than these lots, at no worse a price.</summary>
internal readonly record struct PastOffer(long Qty, long Limit);
