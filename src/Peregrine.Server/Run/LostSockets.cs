using Peregrine.Core;

namespace Peregrine.Server.Run;

/// <summary>Sockets do not outlive the process that served them: orders bound to those of a venue that was killed end when it starts again.</summary>
internal static class LostSockets
{
    /// <summary>Before anybody can come back; each end is a command like any other.</summary>
    public static async Task Close(IQuestions questions, ICommandPort port, long recoveredSeq)
    {
        Answer<BoundSessions> bound = await questions.Ask<AskBoundSessions, BoundSessions>(default, recoveredSeq, CancellationToken.None);
        if (bound.Code != RejectCode.None) throw new InvalidOperationException($"Nobody says which orders are bound to lost sockets: {RejectText.Of(bound.Code)}.");
        foreach (BoundSession lost in bound.Value.Sessions)
        {
            CommandReceipt receipt = await port.Submit([Command.Of(new CloseSession { Session = lost.Session }, lost.Account)]);
            if (receipt.Code == RejectCode.NotPermitted) continue;
            if (receipt.Code != RejectCode.None) throw new InvalidOperationException($"The orders of a lost socket could not be cancelled: {RejectText.Of(receipt.Code)}.");
        }
    }
}
