using Peregrine.Core;
using Peregrine.Scenarios.Language;
using Peregrine.Scenarios.Values;

namespace Peregrine.Scenarios.Events;

/// <summary>One expectation: a word for an event and the fields that must be as written.</summary>
public sealed class EventPattern
{
    private readonly List<(string Target, Token Word)> _demands = [];
    private readonly EventWord _word;

    private EventPattern(EventWord word, Token first)
    {
        _word = word;
        First = first;
    }

    public Token First { get; }
    public EventKind Kind => _word.Kind;
    public string Written { get; private init; } = "";

    /// <summary>True for <c>reject</c>: the only expectation under which a refused command is no failure.</summary>
    public bool IsReject => string.Equals(_word.Word, "reject", StringComparison.Ordinal) || string.Equals(_word.Word, "done", StringComparison.Ordinal);

    public static EventPattern Parse(IReadOnlyList<Token> words, Scope scope)
    {
        EventWord word = EventWord.Find(words[0].Text)
            ?? throw new LanguageException(words[0], $"'{words[0]}' is no event{Spelling.Nearest(words[0].Text, EventWord.All.Select(w => w.Word))}");
        EventPattern pattern = new(word, words[0]) { Written = string.Join(' ', words) };
        foreach ((string field, string value) in word.Fixed) pattern._demands.Add((field, words[0] with { Text = value }));
        pattern.ReadDemands(new WordCursor([.. words.Skip(1)]), scope);
        pattern.TryValues(scope);
        return pattern;
    }

    /// <summary>Null when the event is as demanded, else the first field that is not.</summary>
    public string? Mismatch(RecordedEvent e, Scope scope)
    {
        if (e.Header.Kind != Kind || e.Body is null) return "another event";
        Scope local = EventText.ScopeOf(e, scope);
        foreach ((string target, Token word) in _demands)
        {
            try
            {
                if (Differs(e, target, word, local) is { } actual) return $"{target} is {actual}, not {word}";
            }
            catch (LanguageException problem)
            {
                return problem.Message;
            }
        }
        return null;
    }

    private void ReadDemands(WordCursor words, Scope scope)
    {
        int slot = 0;
        while (!words.AtEnd)
        {
            Token word = words.Take();
            bool named = FieldOf(word.Text) is not null || EventText.HeaderOf(word.Text) is not null;
            if (named && !words.AtEnd)
            {
                _demands.Add((word.Text, words.Take()));
                continue;
            }
            if (word.Text is "@")
            {
                string at = Array.Find(_word.Slots, s => s.StartsWith("@ ", StringComparison.Ordinal)) ?? throw new LanguageException(word, $"'{_word.Word}' has no price");
                _demands.Add((at[2..], words.Take()));
                continue;
            }
            while (slot < _word.Slots.Length && !Fits(_word.Slots[slot], word, scope)) slot++;
            if (slot == _word.Slots.Length) throw Unknown(word);
            _demands.Add((_word.Slots[slot++], word));
        }
    }

    /// <summary>Reads every value once, so that a misspelt one is found even when no such event comes.</summary>
    private void TryValues(Scope scope)
    {
        foreach ((string target, Token word) in _demands)
        {
            if (EventText.HeaderOf(target) is not null || EventText.SpecialOf(Kind, target) is not null) continue;
            Field field = FieldOf(target)!;
            bool scaled = field.Role is FieldRole.Price or FieldRole.FinePrice or FieldRole.Quantity;
            if (field.Role != FieldRole.AssetAmount && (!scaled || scope.Market is not null)) ValueReader.Read(field, word, scope);
        }
    }

    private LanguageException Unknown(Token word)
    {
        string[] names = [.. EventCatalog.FieldsOf(Kind).Select(f => f.Name), .. EventText.Extra(Kind)];
        return new LanguageException(word, $"'{_word.Word}' has no '{word}'{Spelling.Nearest(word.Text, names)} (its fields: {string.Join(' ', names)})");
    }

    private bool Fits(string slot, Token word, Scope scope)
    {
        if (slot is EventWord.Account) return scope.Names.IsAccount(word.Text);
        if (slot is EventWord.Market) return scope.Names.IsMarket(word.Text);
        if (slot.StartsWith("@ ", StringComparison.Ordinal)) return false;
        Field field = FieldOf(slot)!;
        return field.Role switch
        {
            FieldRole.Order => scope.Names.IsOrder(word.Text),
            FieldRole.Account => scope.Names.IsAccount(word.Text),
            FieldRole.Asset => scope.Names.Assets.Any(a => string.Equals(a.Name, word.Text, StringComparison.Ordinal)),
            FieldRole.Choice or FieldRole.Flags => !LooksNumeric(word) && EnumWords.TryRead(field.Type, word, out _),
            FieldRole.Key or FieldRole.Withdrawal => !LooksNumeric(word),
            _ => LooksNumeric(word),
        };
    }

    private static bool LooksNumeric(Token word) => word.Text.Length > 0 && (char.IsAsciiDigit(word.Text[0]) || (word.Text[0] is '-' or '+' && word.Text.Length > 1));

    private Field? FieldOf(string name) => EventText.FieldOf(Kind, name);

    private static string? Differs(RecordedEvent e, string target, Token word, Scope scope)
    {
        if (EventText.HeaderOf(target) is { } header) return header.Differs(e, word, scope);
        if (EventText.SpecialOf(e.Header.Kind, target) is { } special) return special(e, word, scope);
        Field field = EventText.FieldOf(e.Header.Kind, target)!;
        object actual = field.Get(e.Body!);
        return actual.Equals(ValueReader.Read(field, word, scope)) ? null : ValueWriter.Write(field, actual, scope);
    }
}
