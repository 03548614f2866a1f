namespace Peregrine.Core;

/// <summary>Asks the engine's own formulas about a state that is at least as new as the asker demands.</summary>
public interface IQuestions
{
    ValueTask<Answer<TAnswer>> Ask<TQuestion, TAnswer>(TQuestion question, long minSeq, CancellationToken stop)
        where TQuestion : struct
        where TAnswer : struct;
}

/// <summary>An answer and the state it is true for.</summary>
public readonly record struct Answer<T>(T Value, long AsOfSeq) where T : struct;
