namespace Peregrine.Core;

/// <summary>The answer to a command that somebody waited for.</summary>
/// <param name="Seq">Where it stands in the sequence; 0 when it was refused before it had a place, or when nobody can say.</param>
/// <param name="TimeNs">Engine time at which it was applied.</param>
/// <param name="Done">The answer itself.</param>
/// <param name="RetryAfterMs">With <see cref="RejectCode.Busy"/>: when a place is likely.</param>
public readonly record struct CommandReceipt(long Seq, long TimeNs, CommandDone Done, int RetryAfterMs)
{
    public RejectCode Code => Done.Code;

    /// <summary>The command has no place in the sequence, or nobody can say whether it has one.</summary>
    public static CommandReceipt Refused(RejectCode code, int retryAfterMs = 0) => new(0, 0, new CommandDone { Code = code }, retryAfterMs);
}
