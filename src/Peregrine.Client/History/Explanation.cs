using System.Text.Json;
using Peregrine.Client.Json;

namespace Peregrine.Client.History;

/// <summary>An own event recomputed from its receipt and the journal, step by step.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Market">Where; empty for what belongs to no market.</param>
/// <param name="TimeMs">When.</param>
/// <param name="Recomputed">How many values were computed again.</param>
/// <param name="Same">How many of them came out the same: all, or the venue has something to answer for.</param>
/// <param name="Steps">In order.</param>
public sealed record Explanation(string Kind, string Market, long TimeMs, int Recomputed, int Same, IReadOnlyList<ExplainedStep> Steps)
{
    internal static Explanation Read(ref Utf8JsonReader reader, object? context)
    {
        var told = new Explanation("", "", 0, 0, 0, []);
        while (JsonIn.NextField(ref reader))
        {
            if (reader.ValueTextEquals("kind"u8)) told = told with { Kind = JsonIn.Text(ref reader) };
            else if (reader.ValueTextEquals("market"u8)) told = told with { Market = JsonIn.Text(ref reader) };
            else if (reader.ValueTextEquals("time"u8)) told = told with { TimeMs = JsonIn.Number(ref reader) };
            else if (reader.ValueTextEquals("recomputed"u8)) told = told with { Recomputed = (int)JsonIn.Number(ref reader) };
            else if (reader.ValueTextEquals("same"u8)) told = told with { Same = (int)JsonIn.Number(ref reader) };
            else if (reader.ValueTextEquals("steps"u8)) told = told with { Steps = ReadSteps(ref reader) };
            else JsonIn.Skip(ref reader);
        }
        return told;
    }

    private static List<ExplainedStep> ReadSteps(ref Utf8JsonReader reader)
    {
        List<ExplainedStep> steps = [];
        JsonIn.Begin(ref reader, JsonTokenType.StartArray);
        while (JsonIn.NextItem(ref reader)) steps.Add(ExplainedStep.Read(ref reader));
        return steps;
    }
}

/// <summary>A value of an explanation.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Formula">How it is made, with the numbers put in.</param>
/// <param name="Stated">What the receipt says.</param>
/// <param name="Recomputed">What came out; none for what is an input.</param>
/// <param name="IsSame">Both are the same; none for what is an input.</param>
public sealed record ExplainedStep(string Name, string Formula, string Stated, string? Recomputed, bool? IsSame)
{
    internal static ExplainedStep Read(ref Utf8JsonReader reader)
    {
        var step = new ExplainedStep("", "", "", null, null);
        while (JsonIn.NextField(ref reader))
        {
            if (reader.ValueTextEquals("name"u8)) step = step with { Name = JsonIn.Text(ref reader) };
            else if (reader.ValueTextEquals("formula"u8)) step = step with { Formula = JsonIn.Text(ref reader) };
            else if (reader.ValueTextEquals("stated"u8)) step = step with { Stated = JsonIn.Text(ref reader) };
            else if (reader.ValueTextEquals("recomputed"u8)) step = step with { Recomputed = JsonIn.Text(ref reader) };
            else if (reader.ValueTextEquals("same"u8)) step = step with { IsSame = JsonIn.Flag(ref reader) };
            else JsonIn.Skip(ref reader);
        }
        return step;
    }
}
