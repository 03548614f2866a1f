namespace Peregrine.Scenarios.Language;

/// <summary>A word of a scenario file and where it stands; lines and columns count from 1.</summary>
public readonly record struct Token(string Text, int Line, int Column)
{
    public bool Is(string word) => string.Equals(Text, word, StringComparison.OrdinalIgnoreCase);

    public override string ToString() => Text;
}
