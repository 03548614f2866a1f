using Peregrine.Engine.Questions;

namespace Peregrine.Engine;

/// <summary>What can be asked between two commands.</summary>
public sealed partial class Engine
{
    private EngineAnswers? _answers;

    /// <summary>True once there is a venue: before it there is no state to tell or to store.</summary>
    public bool IsFounded => _desks is not null;

    /// <summary>The face for questions: it answers those for which it implements <see cref="Core.IAnswers{TQuestion, TAnswer}"/>.</summary>
    public object Answers => _answers ??= new EngineAnswers(this);
}
