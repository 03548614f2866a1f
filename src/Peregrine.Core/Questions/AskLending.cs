namespace Peregrine.Core;

/// <summary>The lending vault, and what an account has in it or owes. Answered with <see cref="LendingFigures"/>.</summary>
/// <param name="Account">0 for the vault alone.</param>
public readonly record struct AskLending(int Account);

/// <param name="IsOn">Loans bear interest.</param>
/// <param name="Supplied">All that lenders have in the vault, lent out or not.</param>
/// <param name="Borrowed">Of that.</param>
/// <param name="UtilisationPpb">The one over the other.</param>
/// <param name="RatePpb">A year's, that borrowers pay.</param>
/// <param name="SupplyRatePpb">A year's, that lenders get.</param>
/// <param name="TotalShares">Of everybody.</param>
/// <param name="Shares">The account's.</param>
/// <param name="Worth">Of those.</param>
/// <param name="Loan">Of the account.</param>
/// <param name="Interest">Of that loan, not paid yet.</param>
/// <param name="MayBorrow">Settle money may leave the account against collateral.</param>
public readonly record struct LendingFigures(
    bool IsOn, Micros Supplied, Micros Borrowed, long UtilisationPpb, long RatePpb, long SupplyRatePpb, long TotalShares,
    long Shares, Micros Worth, Micros Loan, Micros Interest, bool MayBorrow);
