using Peregrine.Core;

namespace Peregrine.MarketData.Accounts;

/// <summary>A withdrawal under way: asked for, and neither confirmed nor refunded.</summary>
public readonly record struct WithdrawalFacts(long Withdrawal, long Amount, ushort Asset, WithdrawalState State);
