namespace Peregrine.Identity.SecondFactors;

/// <summary>A lost second factor that two people of the venue let go, from their word on.</summary>
/// <param name="Seq">The command by which it was allowed; under it, it happens once.</param>
/// <param name="Change">The proposal it was.</param>
/// <param name="Person">Whose.</param>
/// <param name="Proposer">Who asked for it.</param>
/// <param name="Approver">Who approved it.</param>
/// <param name="AllowedAtMs">When it was approved.</param>
public sealed record FactorReset(long Seq, long Change, PersonId Person, PersonId Proposer, PersonId Approver, long AllowedAtMs)
{
    /// <summary>When the factor is taken off unless its owner says no.</summary>
    public long DueAtMs { get; init; }
}

/// <summary>What became of it. Numbers are stored: never reused.</summary>
internal enum FactorResetEnd : byte
{
    Done = 1,
    StoppedByOwner = 2,
    TakenBack = 3,
    /// <summary>There was no second factor, or an earlier reset waits already.</summary>
    Nothing = 4,
    /// <summary>Its owner turned the factor off himself: he has it.</summary>
    TurnedOff = 5,
}
