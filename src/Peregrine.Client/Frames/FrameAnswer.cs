using Peregrine.Core;

namespace Peregrine.Client.Frames;

/// <summary>The answer to a binary frame.</summary>
public readonly record struct FrameAnswer
{
    /// <summary>None when it was done.</summary>
    public RejectCode Code { get; init; }

    public OrderState State { get; init; }

    public bool IsDuplicate { get; init; }

    public OrderId Order { get; init; }

    public Lots Filled { get; init; }

    /// <summary>0 when it was never sequenced.</summary>
    public long Seq { get; init; }

    public long TimeNs { get; init; }

    /// <summary>What the engine tells beside the code, such as the margin that is needed.</summary>
    public long Detail { get; init; }

    public long RetryAfterMs { get; init; }

    public bool IsDone => Code == RejectCode.None;
}
