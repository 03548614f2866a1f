using Peregrine.Core;
using Peregrine.Gateway.Folds;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Rates;

namespace Peregrine.Gateway.Http;

/// <summary>One line of the route table: what <c>peregrine admin routes</c> prints, the API's document tells and the router serves.</summary>
/// <param name="Method">In capitals.</param>
/// <param name="Path">With its parameters in braces, without the version's prefix.</param>
/// <param name="Class">What it costs; routes that take orders of any kind charge by what the body is.</param>
/// <param name="Access">Who may.</param>
/// <param name="Needs">What a key must be allowed, any one of these.</param>
/// <param name="Summary">One sentence.</param>
/// <param name="Handle">Answers into the call.</param>
internal sealed record Route(string Method, string Path, LimitClass Class, Access Access, AllowedActions Needs, string Summary, Func<ApiCall, ValueTask> Handle)
{
    /// <summary>What the body may hold; none when there is no body.</summary>
    public BodyShape? Body { get; init; }

    /// <summary>What may stand behind the question mark.</summary>
    public BodyShape Query { get; init; } = NoFields.Shape;

    /// <summary>What is answered when it is done; none when there is nothing to say.</summary>
    public AnswerShape? Answer { get; init; }

    /// <summary>What the answer is made of, besides what the codecs of every request need.</summary>
    public FoldSet Reads { get; init; }

    /// <summary>Every fold without which the route cannot answer.</summary>
    public FoldSet Needed => Reads | (Class is LimitClass.Free or LimitClass.Auth ? FoldSet.None : FoldSet.Terms);

    /// <summary>It answers in lines of text as well.</summary>
    public bool HasCsv { get; init; }

    public int Status { get; init; } = 200;

    /// <summary>The handler takes the money of the request's class itself, once it knows what the body asks.</summary>
    public bool ChargesItself { get; init; }

    /// <summary>It does something, as its method says.</summary>
    public bool Changes => Method != "GET";

    /// <summary>What everybody does with his own way in, whatever else he may.</summary>
    public bool IsOfOneself => Path.StartsWith("/auth/", StringComparison.Ordinal);

    public override string ToString() => $"{Method} {Path}";
}

/// <summary>Takes nothing.</summary>
internal sealed class NoFields : BodyShape
{
    public static readonly NoFields Shape = new();

    private NoFields()
        : base("Nothing")
    {
    }
}
