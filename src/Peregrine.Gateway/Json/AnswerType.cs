namespace Peregrine.Gateway.Json;

/// <summary>What a field of an answer is.</summary>
/// <param name="Kind">As JSON has it.</param>
/// <param name="Text">What its text looks like, when that says more.</param>
internal sealed record AnswerType(JsonKinds Kind, string? Text = null)
{
    public static readonly AnswerType Decimal = new(JsonKinds.Text, "a decimal string");
    public static readonly AnswerType Id = new(JsonKinds.Text, "digits");
    public static readonly AnswerType String = new(JsonKinds.Text);
    public static readonly AnswerType Market = new(JsonKinds.Text, "the name of a market");
    public static readonly AnswerType Asset = new(JsonKinds.Text, "the name of an asset");
    public static readonly AnswerType Count = new(JsonKinds.Integer);
    public static readonly AnswerType Time = new(JsonKinds.Integer, "milliseconds since 1970 UTC");
    public static readonly AnswerType Flag = new(JsonKinds.Flag);
    /// <summary>Told in words only: a body that is the same as another route's, or JSON that is not ours.</summary>
    public static readonly AnswerType Anything = new(0);

    public Choices? Choices { get; private init; }

    /// <summary>Of an object, or of each item of a list.</summary>
    public AnswerShape? Of { get; private init; }

    /// <summary>Of each item of a list of plain values.</summary>
    public AnswerType? Item { get; private init; }

    public static AnswerType Word(Choices choices) => new(JsonKinds.Text) { Choices = choices };

    public static AnswerType Object(AnswerShape of) => new(JsonKinds.Object) { Of = of };

    public static AnswerType List(AnswerShape of) => new(JsonKinds.Array) { Of = of };

    public static AnswerType List(AnswerType item) => new(JsonKinds.Array) { Item = item };

    /// <summary>A list of lists, such as levels of a book.</summary>
    public static AnswerType Rows(string what) => new(JsonKinds.Array, what);
}
