using Peregrine.Core;
using Peregrine.Scenarios.Language;
using Peregrine.Scenarios.Values;

namespace Peregrine.Scenarios.Commands;

/// <summary>Reads the words of one command into a draft.</summary>
public sealed class CommandCompiler(Names names)
{
    private int _requests;

    /// <summary>The general form: the command's word, its slots, short words, field names with values, <c>in</c>, <c>as</c>, <c>with</c>.</summary>
    public Draft Compile(IReadOnlyList<Token> words, Scope scope)
    {
        CommandWord word = CommandWord.Find(words[0].Text) ?? throw UnknownCommand(words[0]);
        Draft draft = new(word.Body, Activator.CreateInstance(word.Body)!);
        WordCursor cursor = new([.. words.Skip(1)]);
        Scope local = scope with { Market = MarketSpokenOf(words, scope), Asset = AssetSpokenOf(words) ?? scope.Asset };
        Named(draft, word, cursor);
        Read(draft, word, cursor, local);
        Complete(draft, word, local, words[0]);
        return draft;
    }

    public static LanguageException UnknownCommand(Token word) =>
        new(word, $"'{word}' is no command{Spelling.Nearest(word.Text, [.. CommandWord.All.Select(w => w.Word), .. SpecialCommands.Words])}");

    public void Read(Draft draft, CommandWord word, WordCursor cursor, Scope scope)
    {
        int slot = 0;
        while (!cursor.AtEnd)
        {
            Token token = cursor.Take();
            if (token.Is("with"))
            {
                ReadHeader(draft, cursor);
                break;
            }
            if (TryCommon(draft, token, cursor, scope)) continue;
            if (word.EffectsOf(token.Text) is { } effects)
            {
                Apply(draft, effects, token, cursor, scope);
                continue;
            }
            if (draft.FieldOf(token.Text) is not null)
            {
                draft.Set(token.Text, cursor.Take(), scope);
                continue;
            }
            while (slot < word.Slots.Length && !Fits(draft, word.Slots[slot], token)) slot++;
            if (slot == word.Slots.Length) throw Unknown(draft, word, token);
            Fill(draft, word.Slots[slot++], token, scope);
        }
    }

    private bool TryCommon(Draft draft, Token token, WordCursor cursor, Scope scope)
    {
        if (token.Is("in"))
        {
            draft.Set("market", cursor.Take(), scope);
            return true;
        }
        if (token.Is("as"))
        {
            draft.Name = cursor.Take().Text;
            if (names.IsAccount(draft.Name) && draft.NameKind != NameKind.Account) throw new LanguageException(token, $"'{draft.Name}' already names an account");
            return true;
        }
        if (token.Text is "@")
        {
            draft.Set("price", cursor.Take(), scope);
            return true;
        }
        if (!token.Is("ratio")) return false;
        string[] parts = cursor.Take().Text.Split('/');
        draft.Put("ratio-num", int.Parse(parts[0], null));
        draft.Put("ratio-den", parts.Length > 1 ? int.Parse(parts[1], null) : 1);
        return true;
    }

    private static void Apply(Draft draft, string effects, Token token, WordCursor cursor, Scope scope)
    {
        foreach (string effect in effects.Split(' '))
        {
            int at = effect.IndexOfAny(['=', '+']);
            Token value = token with { Text = effect[(at + 1)..] };
            if (effect[at] == '+') draft.AddFlags(value);
            else if (draft.FieldOf(effect[..at]) is null) throw new LanguageException(token, $"{Spelling.Kebab(draft.Type.Name)} knows no '{token}'");
            else draft.Set(effect[..at], value.Text is "?" ? cursor.Take() : value, scope);
        }
    }

    private void Fill(Draft draft, string slot, Token token, Scope scope)
    {
        if (slot is "@account") draft.Account = names.Account(token);
        else if (slot is "@order" && names.IsAccount(token.Text)) draft.Account = names.Account(token);
        else if (slot is "@order")
        {
            draft.Put("order", names.Order(token));
            draft.Account = names.OwnerOf(token.Text);
        }
        else draft.Set(slot, token, scope);
    }

    private bool Fits(Draft draft, string slot, Token token)
    {
        if (slot is "@account") return names.IsAccount(token.Text);
        if (slot is "@order") return names.IsAccount(token.Text) || names.IsOrder(token.Text);
        if (slot.StartsWith("@ ", StringComparison.Ordinal)) return false;
        Field field = draft.FieldOf(slot)!;
        return field.Role switch
        {
            FieldRole.Account => names.IsAccount(token.Text),
            FieldRole.Market => names.IsMarket(token.Text),
            FieldRole.Asset => names.Assets.Any(a => string.Equals(a.Name, token.Text, StringComparison.Ordinal)),
            FieldRole.Choice or FieldRole.Flags => !IsNumber(token) && EnumWords.TryRead(field.Type, token, out _),
            FieldRole.Withdrawal => true,
            _ => IsNumber(token),
        };
    }

    private static bool IsNumber(Token token) => char.IsAsciiDigit(token.Text[0]) || (token.Text[0] == '-' && token.Text.Length > 1);

    private void ReadHeader(Draft draft, WordCursor cursor)
    {
        while (!cursor.AtEnd)
        {
            Token what = cursor.Take();
            Token value = cursor.Take();
            switch (what.Text)
            {
                case "key": draft.Key = names.Key(value); break;
                case "account": draft.Account = names.Account(value); break;
                case "version": draft.Version = (byte)Numbers.Integer(value); break;
                case "length": draft.Length = (ushort)Numbers.Integer(value); break;
                case "origin": draft.Origin = (int)Numbers.Integer(value); break;
                case "corr": draft.Correlation = Numbers.Integer(value); break;
                case "byte": draft.Patches.Add(((int)Numbers.Integer(value), (byte)Numbers.Integer(cursor.Take()))); break;
                default: throw new LanguageException(what, $"the header has no '{what}': key, account, version, length, origin, corr or byte");
            }
        }
    }

    /// <summary>Commands whose first words are new names.</summary>
    private void Named(Draft draft, CommandWord word, WordCursor cursor)
    {
        switch (word.Word)
        {
            case "key":
                draft.Account = names.Account(cursor.Take());
                Token key = cursor.Take();
                (draft.Name, draft.NameKind) = (key.Text, NameKind.Key);
                if (names.HasKey(key.Text)) draft.Put("key-id", names.Key(key));
                break;
            case "asset" or "list":
                Token symbol = cursor.Take();
                draft.Set("symbol", symbol, new Scope(names, null, null, 0, 0));
                break;
            case "scale":
                draft.NameKind = NameKind.Scale;
                break;
            case "withdraw" or "propose" or "propose-tiers":
                draft.NameKind = NameKind.Withdrawal;
                break;
            case "create-account":
                draft.NameKind = NameKind.Account;
                break;
        }
    }

    private void Complete(Draft draft, CommandWord word, Scope scope, Token first)
    {
        // Price rules are of one of the two.
        bool either = draft.Type == typeof(SetPriceRules);
        bool needsMarket = draft.Type != typeof(MassCancel) && draft.Type != typeof(SetDeadMan) && !(either && draft.WasSet("asset"));
        if (draft.FieldOf("market") is not null && !draft.WasSet("market") && needsMarket)
        {
            if (scope.Market is null) throw new LanguageException(first, "there are several markets: say 'in MARKET'");
            draft.Put("market", (ushort)scope.Market.Id);
        }
        if (draft.FieldOf("asset") is not null && !draft.WasSet("asset") && !either) draft.Put("asset", (ushort)1);
        Defaults.Apply(draft, word.Word);
        if (draft.FieldOf("request") is not null && !draft.WasSet("request")) draft.Put("request", ValueReader.RequestKeyOf($"request {++_requests}"));
        if (draft.FieldOf("source") is not null && !draft.WasSet("source")) draft.Put("source", ValueReader.RequestKeyOf($"source {++_requests}"));
    }

    private MarketScale? MarketSpokenOf(IReadOnlyList<Token> words, Scope scope)
    {
        foreach (Token word in words)
        {
            if (names.IsMarket(word.Text)) return names.MarketById(names.Market(word));
        }
        return scope.Market ?? names.OnlyMarket;
    }

    private AssetScale? AssetSpokenOf(IReadOnlyList<Token> words)
    {
        foreach (Token word in words.Skip(1))
        {
            if (names.Assets.FirstOrDefault(a => string.Equals(a.Name, word.Text, StringComparison.Ordinal)) is { } asset) return asset;
        }
        return null;
    }

    private static LanguageException Unknown(Draft draft, CommandWord word, Token token)
    {
        string[] known = [.. word.Short.Select(s => s.Word), .. draft.Fields.Select(f => f.Name), "in", "as", "with"];
        return new LanguageException(token, $"'{word.Word}' does not understand '{token}'{Spelling.Nearest(token.Text, known)} (it knows: {string.Join(' ', known.Distinct(StringComparer.Ordinal))})");
    }
}
