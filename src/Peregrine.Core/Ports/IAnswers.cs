namespace Peregrine.Core;

/// <summary>Answers one kind of question from the state as it stands, and changes nothing. Whoever has the state implements it once for each kind.</summary>
public interface IAnswers<TQuestion, TAnswer>
    where TQuestion : struct
    where TAnswer : struct
{
    /// <returns>Why there is no answer; <see cref="RejectCode.None"/> when there is one.</returns>
    RejectCode Answer(in TQuestion question, out TAnswer answer);
}
