namespace Peregrine.Identity.SecondFactors;

/// <summary>What somebody lost and is let in without, when its time has come: his second factor, or all by which he came in.</summary>
/// <param name="Seq">The command by which it was allowed, under which it happens once; below 0 where its owner began it by letter.</param>
/// <param name="Change">The proposal it was; 0 where there was none.</param>
/// <param name="Person">Whose.</param>
/// <param name="Proposer">Who asked for it.</param>
/// <param name="Approver">Who approved it.</param>
/// <param name="AllowedAtMs">When it was approved.</param>
public sealed record FactorReset(long Seq, long Change, PersonId Person, PersonId Proposer, PersonId Approver, long AllowedAtMs)
{
    /// <summary>When it happens unless its owner says no.</summary>
    public long DueAtMs { get; init; }

    /// <summary>By which address he gets in then, in the place of his ways in; none where it is the second factor that is taken off.</summary>
    public string? Email { get; init; }
}

/// <summary>What became of it. Numbers are stored: never reused.</summary>
internal enum FactorResetEnd : byte
{
    Done = 1,
    StoppedByOwner = 2,
    TakenBack = 3,
    /// <summary>There was nothing to take off or to open, or an earlier one waits already.</summary>
    Nothing = 4,
    /// <summary>Its owner turned the factor off himself: he has it.</summary>
    TurnedOff = 5,
}
