using Peregrine.Core;

namespace Peregrine.Identity.Payouts;

/// <summary>Money that is to leave, before the engine is asked.</summary>
/// <param name="Account">From which account.</param>
/// <param name="Request">What makes it happen once.</param>
/// <param name="Address">Where to, by its number in the book.</param>
/// <param name="Asset">Of what, by its name.</param>
/// <param name="Amount">In the asset's smallest units.</param>
/// <param name="Worth">In settle money, for the limit of a day.</param>
public sealed record Payout(int Account, RequestKey Request, long Address, string Asset, long Amount, Micros Worth);
