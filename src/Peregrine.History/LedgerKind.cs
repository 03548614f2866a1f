namespace Peregrine.History;

/// <summary>Why money of an account moved. Below 20 they are the reasons of <see cref="Core.BalanceReason"/>.</summary>
public enum LedgerKind
{
    Deposit = 1,
    Withdrawal = 2,
    Refund = 3,
    TransferIn = 4,
    TransferOut = 5,
    Referral = 6,
    Builder = 7,
    Conversion = 8,
    /// <summary>What a fill realised, less its fees.</summary>
    Fill = 20,
    /// <summary>Between cash and an isolated pot.</summary>
    Margin = 21,
    Funding = 22,
    /// <summary>Insurance paid what a closed account or pot lacked.</summary>
    Insurance = 23,
    /// <summary>What nobody could pay became a debt of the market.</summary>
    BadDebt = 24,
}
