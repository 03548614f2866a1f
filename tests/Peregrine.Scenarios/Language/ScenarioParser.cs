namespace Peregrine.Scenarios.Language;

/// <summary>Cuts a scenario file into statements. It knows lines, arrows, bars and plus signs, and no word of the venue.</summary>
public static class ScenarioParser
{
    public const string Arrow = "->";
    public const string Bar = "|";
    public const string Plus = "+";

    public static IReadOnlyList<Statement> Parse(string text)
    {
        List<Statement> statements = [];
        List<Token> open = [];
        string[] lines = text.Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            List<Token> words = Words(lines[i], i + 1);
            if (words.Count == 0) continue;
            bool continues = words[0].Text is Arrow or Bar or Plus;
            if (continues && open.Count == 0) throw new LanguageException(words[0], $"nothing stands before this '{words[0]}' that it could continue");
            if (!continues && open.Count > 0) Close(open, statements);
            open.AddRange(words);
        }
        if (open.Count > 0) Close(open, statements);
        return statements;
    }

    /// <summary>The words of one line; a lone <c>#</c> or one followed by a blank begins a comment.</summary>
    public static List<Token> Words(string line, int number)
    {
        List<Token> words = [];
        int at = 0;
        while (at < line.Length)
        {
            if (char.IsWhiteSpace(line[at]))
            {
                at++;
                continue;
            }
            int end = at;
            while (end < line.Length && !char.IsWhiteSpace(line[end])) end++;
            string word = line[at..end];
            if (string.Equals(word, "#", StringComparison.Ordinal)) break;
            words.Add(new Token(word, number, at + 1));
            at = end;
        }
        return words;
    }

    private static void Close(List<Token> words, List<Statement> statements)
    {
        int arrow = words.FindIndex(w => w.Text is Arrow);
        List<Token> left = arrow < 0 ? words : words[..arrow];
        List<Token> right = arrow < 0 ? [] : words[(arrow + 1)..];
        if (left.Count == 0) throw new LanguageException(words[0], "an arrow needs a command before it");
        if (left.Find(w => w.Text is Bar) is { Text: not null } bar) throw new LanguageException(bar, "'|' separates expectations: it needs an '->' before it");
        bool only = right.Count > 0 && right[0].Is("only");
        if (only) right.RemoveAt(0);
        statements.Add(new Statement(left[0].Line, Split(left, Plus), right.Count == 0 ? [] : Split(right, Bar, Arrow), only));
        words.Clear();
    }

    private static List<IReadOnlyList<Token>> Split(List<Token> words, params string[] at)
    {
        List<IReadOnlyList<Token>> parts = [];
        List<Token> part = [];
        foreach (Token word in words)
        {
            if (!at.Contains(word.Text, StringComparer.Ordinal))
            {
                part.Add(word);
                continue;
            }
            if (part.Count == 0) throw new LanguageException(word, $"nothing stands before this '{word}'");
            parts.Add(part);
            part = [];
        }
        if (part.Count == 0) throw new LanguageException(words[^1], $"nothing stands after this '{words[^1]}'");
        parts.Add(part);
        return parts;
    }
}
