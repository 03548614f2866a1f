namespace Peregrine.Scenarios.Language;

/// <summary>A scenario file says something that the language does not know.</summary>
public sealed class LanguageException : Exception
{
    public LanguageException(string message) : base(message)
    {
    }

    public LanguageException(string message, Exception inner) : base(message, inner)
    {
    }

    public LanguageException() : base("the scenario cannot be read")
    {
    }

    public LanguageException(Token at, string message) : base(message)
    {
        Line = at.Line;
        Column = at.Column;
    }

    public int Line { get; }
    public int Column { get; }
}
