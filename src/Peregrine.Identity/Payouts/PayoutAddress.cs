namespace Peregrine.Identity.Payouts;

/// <summary>Where a person's money may go.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Address">A Solana address, in base58.</param>
/// <param name="Label">What its owner calls it.</param>
/// <param name="CreatedAtMs">When it was written down.</param>
/// <param name="UsableAtMs">Nothing goes there before.</param>
public sealed record PayoutAddress(long Id, string Address, string Label, long CreatedAtMs, long UsableAtMs);
