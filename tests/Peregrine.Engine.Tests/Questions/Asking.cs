using Peregrine.Core;

namespace Peregrine.Engine.Tests.Questions;

/// <summary>Asks an engine as the shadow does.</summary>
internal static class Asking
{
    public static TAnswer Ask<TQuestion, TAnswer>(this Engine engine, TQuestion question, out RejectCode code)
        where TQuestion : struct
        where TAnswer : struct
    {
        code = ((IAnswers<TQuestion, TAnswer>)engine.Answers).Answer(in question, out TAnswer answer);
        return answer;
    }

    public static RejectCode Apply<T>(this Engine engine, in T body, int account) where T : unmanaged, ICommandBody
    {
        Command command = Command.Of(in body, account);
        command.Header.Seq = engine.Seq + 1;
        command.Header.TimeNs = engine.TimeNs;
        return engine.Apply(in command);
    }
}
