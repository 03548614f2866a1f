using Peregrine.Gateway.Fapi.Markets;

namespace Peregrine.Gateway.Fapi.Orders;

/// <summary>Parameters that became commands, and what is needed to write their answer.</summary>
/// <param name="Market">Where.</param>
/// <param name="Commands">How many commands of the buffer are one group: an order and the exits attached to it.</param>
/// <param name="IsExit">It can only make risk smaller.</param>
/// <param name="IsAlgo">It waits for a price.</param>
/// <param name="WantsResult">The answer tells what became of it, and not only that it was taken.</param>
internal readonly record struct PlacePlan(FapiMarket Market, int Commands, bool IsExit, bool IsAlgo, bool WantsResult);
