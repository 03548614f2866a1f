namespace Peregrine.Explain.Liabilities;

/// <summary>What is published of a tree.</summary>
/// <param name="Seq">The state was that behind this command.</param>
/// <param name="TimeMs">Engine time of it.</param>
/// <param name="Accounts">Leaves.</param>
/// <param name="Root">Hash of the root.</param>
/// <param name="Owed">Micro-dollars owed to accounts: the root's sum.</param>
/// <param name="Lacking">What accounts below nothing lack.</param>
/// <param name="Loans">Cash that accounts owe.</param>
/// <param name="State">SHA-256 of the whole state.</param>
public sealed record LiabilityRoot(long Seq, long TimeMs, int Accounts, string Root, string Owed, string Lacking, string Loans, string State);
