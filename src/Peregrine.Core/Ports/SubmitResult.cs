namespace Peregrine.Core;

/// <summary><see cref="RejectCode.None"/>: it has its place. <see cref="RejectCode.Busy"/>: come back later. <see cref="RejectCode.ReadOnly"/>: not before a restart.</summary>
public readonly record struct SubmitResult(RejectCode Code, int RetryAfterMs)
{
    public static readonly SubmitResult Accepted;
    public static readonly SubmitResult ReadOnly = new(RejectCode.ReadOnly, 0);

    public static SubmitResult Busy(int retryAfterMs) => new(RejectCode.Busy, retryAfterMs);
}
