using System.Globalization;

namespace Peregrine.Explain.Recipes;

/// <summary>The steps of an explanation as they are found.</summary>
internal sealed class Ladder
{
    private readonly List<ExplainStep> _steps = [];

    public IReadOnlyList<ExplainStep> Steps => _steps;

    /// <summary>A number that follows.</summary>
    public void Add(string name, string formula, long stated, long recomputed) => _steps.Add(new ExplainStep(name, formula, Text(stated), Text(recomputed), stated == recomputed));

    /// <summary>A test that must have gone one way.</summary>
    public void Test(string name, string formula, bool holds) => _steps.Add(new ExplainStep(name, formula, "true", holds ? "true" : "false", holds));

    /// <summary>A number of which only bounds follow.</summary>
    public void Between(string name, string formula, long stated, long least, long most) =>
        _steps.Add(new ExplainStep(name, formula, Text(stated), least == most ? Text(least) : $"{Text(least)} to {Text(most)}", stated >= least && stated <= most));

    /// <summary>What the receipt says and nothing here can check.</summary>
    public void Say(string name, string what, long stated) => _steps.Add(new ExplainStep(name, what, Text(stated), null, null));

    public static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
