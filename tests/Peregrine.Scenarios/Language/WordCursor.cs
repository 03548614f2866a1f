namespace Peregrine.Scenarios.Language;

/// <summary>Walks the words of one command or expectation.</summary>
public sealed class WordCursor(IReadOnlyList<Token> words)
{
    private int _at;

    public bool AtEnd => _at >= words.Count;
    public Token Here => AtEnd ? words[^1] : words[_at];

    public Token Take()
    {
        if (AtEnd) throw new LanguageException(words[^1], $"a word is missing after '{words[^1]}'");
        return words[_at++];
    }

    public bool TakeIf(string word)
    {
        if (AtEnd || !words[_at].Is(word)) return false;
        _at++;
        return true;
    }

    public Token? Peek() => AtEnd ? null : words[_at];
}
