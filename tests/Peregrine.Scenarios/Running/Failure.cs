namespace Peregrine.Scenarios.Running;

/// <summary>Something in a scenario that is not as written, or cannot be read (<see cref="IsLanguage"/>).</summary>
public sealed record Failure(int Line, int Column, string Text, IReadOnlyList<string> Events, bool IsLanguage)
{
    public string Show(string file)
    {
        string place = Column > 0 ? $"{file}:{Line}:{Column}" : $"{file}:{Line}";
        string events = Events.Count == 0 ? "" : Environment.NewLine + string.Join(Environment.NewLine, Events.Select(e => $"      {e}"));
        return $"{place}: {Text}{events}";
    }
}
