namespace Peregrine.Core;

/// <summary>Where commands go in. Bounded: a full ring answers <see cref="RejectCode.Busy"/>, it never grows.</summary>
/// <remarks>Commands given in one call are one group: they stand side by side in the sequence and are applied when the last has come.</remarks>
public interface ICommandPort
{
    /// <summary>Hands over a group for whose answer nobody waits here; its <see cref="CommandHeader.Origin"/> says who follows the events for it.</summary>
    SubmitResult TrySubmit(ReadOnlySpan<Command> group);

    /// <summary>Hands over a group and answers when it is durable and applied, or why it never will be.</summary>
    ValueTask<CommandReceipt> Submit(ReadOnlySpan<Command> group);

    /// <summary>Hands over a group whose answer is noted by <paramref name="taker"/>; one that is refused at once, before this returns.</summary>
    void Submit(ReadOnlySpan<Command> group, IReceiptTaker taker, int ticket);

    /// <summary>Hands over commands that keep their order and have nothing else to do with each other: each is taken, refused and answered as if it came alone.</summary>
    void SubmitEach(ReadOnlySpan<Command> commands, ReadOnlySpan<ReceiptAddress> answers);
}
