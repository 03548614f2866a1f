using Peregrine.Client.Markets;
using Peregrine.Core;

namespace Peregrine.Client.Orders;

/// <summary>Which orders a mass cancel means; what is left out lets every order pass.</summary>
public readonly record struct CancelFilter
{
    public MarketTerms? Market { get; init; }

    public Side Side { get; init; }

    public uint Label { get; init; }

    public OrderId Group { get; init; }
}
