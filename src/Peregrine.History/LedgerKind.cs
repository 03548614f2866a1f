namespace Peregrine.History;

/// <summary>Why money of an account moved. Below 100 they are the reasons of <see cref="Core.BalanceReason"/>.</summary>
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
    Lend = 20,
    Unlend = 21,
    /// <summary>A share of what a final settlement lacked.</summary>
    Settlement = 23,
    /// <summary>A loss taken over by a settlement.</summary>
    Loss = 24,
    /// <summary>What a fill realised, less its fees.</summary>
    Fill = 100,
    /// <summary>Between cash and an isolated pot.</summary>
    Margin = 101,
    Funding = 102,
    /// <summary>Insurance paid what a closed account or pot lacked.</summary>
    Insurance = 103,
    /// <summary>What nobody could pay became a debt of the market.</summary>
    BadDebt = 104,
    /// <summary>Of a loan.</summary>
    Interest = 105,
    /// <summary>What is left of a loan was carried by its lenders.</summary>
    LendLoss = 106,
    /// <summary>What a final settlement took from a winner, or gave.</summary>
    SettlementShare = 107,
}
