namespace Peregrine.MarketData.Accounts;

/// <summary>How much of the past the account views keep. All of it together is bounded by <see cref="LogBytes"/>.</summary>
/// <param name="LogBytes">For all private sequences, recent fills and finished orders; taken as it is needed.</param>
/// <param name="SequenceBytes">Of one account's private sequence; eight times as much while half of all is free, and at least the last command.</param>
/// <param name="FillBytes">Of one account's recent fills.</param>
/// <param name="FinishedBytes">Of one account's finished orders.</param>
public sealed record AccountLimits(long LogBytes = 64L << 20, int SequenceBytes = 512 << 10, int FillBytes = 16 << 10, int FinishedBytes = 32 << 10);
