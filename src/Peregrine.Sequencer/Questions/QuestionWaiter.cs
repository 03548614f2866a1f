using System.Threading.Tasks.Sources;
using Peregrine.Core;

namespace Peregrine.Sequencer.Questions;

/// <summary>Somebody who waits for an answer of one kind. Used again and again; continuations run on the pool's threads, never on the shadow's.</summary>
internal sealed class QuestionWaiter<TQuestion, TAnswer>(QuestionPool<TQuestion, TAnswer> pool) : Question, IValueTaskSource<Answer<TAnswer>>
    where TQuestion : struct
    where TAnswer : struct
{
    private ManualResetValueTaskSourceCore<Answer<TAnswer>> _core = new() { RunContinuationsAsynchronously = true };
    private TQuestion _question;
    private CancellationToken _stop;

    public override bool IsCancelled => _stop.IsCancellationRequested;

    public ValueTask<Answer<TAnswer>> Begin(in TQuestion question, long minSeq, long deadlineNs, CancellationToken stop)
    {
        (_question, MinSeq, DeadlineNs, _stop) = (question, minSeq, deadlineNs, stop);
        _core.Reset();
        return new ValueTask<Answer<TAnswer>>(this, _core.Version);
    }

    public override void Answer(Engine.Engine engine)
    {
        if (engine.Answers is not IAnswers<TQuestion, TAnswer> face)
        {
            _core.SetException(new InvariantException($"nobody answers {typeof(TQuestion).Name} with {typeof(TAnswer).Name}"));
            return;
        }
        RejectCode code;
        TAnswer answer;
        try
        {
            code = face.Answer(in _question, out answer);
        }
        catch (Exception e) when (e is InvariantException or OverflowException)
        {
            // A question changes nothing, so whoever asked hears of it and the engine goes on.
            _core.SetException(e);
            return;
        }
        _core.SetResult(new Answer<TAnswer>(code, answer, engine.Seq));
    }

    public override void Refuse(RejectCode code, long asOfSeq) => _core.SetResult(new Answer<TAnswer>(code, default, asOfSeq));

    public override void Cancel() => _core.SetException(new OperationCanceledException(_stop));

    public Answer<TAnswer> GetResult(short token)
    {
        try
        {
            return _core.GetResult(token);
        }
        finally
        {
            _stop = default;
            pool.Return(this);
        }
    }

    public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}
