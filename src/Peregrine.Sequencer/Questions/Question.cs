using Peregrine.Core;

namespace Peregrine.Sequencer.Questions;

/// <summary>Somebody who waits for an answer, whatever its kind.</summary>
internal abstract class Question
{
    /// <summary>The state must contain this command.</summary>
    public long MinSeq { get; protected set; }

    /// <summary>Until when he waits for that.</summary>
    public long DeadlineNs { get; protected set; }

    public abstract bool IsCancelled { get; }

    public abstract void Answer(Engine.Engine engine);

    public abstract void Refuse(RejectCode code, long asOfSeq);

    public abstract void Cancel();
}
