namespace Peregrine.MarketData.Accounts;

public enum PrivateOutcome : byte
{
    /// <summary>Nothing was told since.</summary>
    None = 0,
    /// <summary>Whole steps were copied.</summary>
    Messages = 1,
    /// <summary>What was told since is kept no more: take the state anew, with its number.</summary>
    Gone = 2,
    /// <summary>The next step needs more room.</summary>
    TooSmall = 3,
}

/// <summary>What a resume found.</summary>
/// <param name="Outcome">Whether there is anything.</param>
/// <param name="Bytes">Length of what was copied; with <see cref="PrivateOutcome.TooSmall"/> what the next step takes.</param>
/// <param name="LastSeq">The step to go on from.</param>
public readonly record struct PrivateRead(PrivateOutcome Outcome, int Bytes, long LastSeq);
