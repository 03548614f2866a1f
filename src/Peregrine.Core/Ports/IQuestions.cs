namespace Peregrine.Core;

/// <summary>Asks the engine's own formulas about a state that is at least as new as the asker demands.</summary>
/// <remarks>A kind of question is a struct, and its answer another; who answers which is told by <see cref="IAnswers{TQuestion, TAnswer}"/>.</remarks>
public interface IQuestions
{
    /// <summary>Answers as soon as the state is there; <see cref="RejectCode.Lagging"/> when it is not in time.</summary>
    /// <param name="question">What is asked.</param>
    /// <param name="minSeq">The state must contain this command: whoever was told of a command asks with its number.</param>
    /// <param name="stop">The asker no longer wants to know.</param>
    ValueTask<Answer<TAnswer>> Ask<TQuestion, TAnswer>(TQuestion question, long minSeq, CancellationToken stop)
        where TQuestion : struct
        where TAnswer : struct;
}

/// <summary>An answer and the state it is true for.</summary>
/// <param name="Code">Why there is no answer; <see cref="RejectCode.None"/> when there is one.</param>
/// <param name="Value">The answer.</param>
/// <param name="AsOfSeq">The last command of the state that was asked.</param>
public readonly record struct Answer<T>(RejectCode Code, T Value, long AsOfSeq) where T : struct;
