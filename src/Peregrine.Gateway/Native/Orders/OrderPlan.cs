using Peregrine.Core;
using Peregrine.Gateway.Markets;
using Peregrine.Gateway.Rates;

namespace Peregrine.Gateway.Native.Orders;

/// <summary>A body that became commands: how many, what they cost, and what is needed to write their answer.</summary>
/// <param name="Form">What the client asked for.</param>
/// <param name="Commands">How many commands of the buffer are one group.</param>
/// <param name="Class">Whether it can only make risk smaller.</param>
/// <param name="Market">Whose lots the answer counts; none for pairs and whatever closes everything.</param>
/// <param name="Children">Orders of the group beside or below the first.</param>
internal readonly record struct OrderPlan(OrderForm Form, int Commands, LimitClass Class, MarketTerms? Market, int Children)
{
    public ClientOrderId ClientId { get; init; }

    public bool IsGroup => Children > 0;
}
