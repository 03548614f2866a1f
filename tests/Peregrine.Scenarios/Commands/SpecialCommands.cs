using Peregrine.Core;
using Peregrine.Scenarios.Language;
using Peregrine.Scenarios.Values;

namespace Peregrine.Scenarios.Commands;

/// <summary>One group of commands; read when its turn comes, since it may use what the step before it made.</summary>
public delegate IReadOnlyList<Draft> Step(Scope scope);

/// <summary>Statements that are more than one command, or whose words do not fit the general form.</summary>
public sealed class SpecialCommands(Names names, CommandCompiler compiler)
{
    private readonly Dictionary<int, SetPrices> _prices = [];
    private readonly Feeds _feeds = new(names);

    public static readonly string[] Words = ["account", "sub", "market", "fees", "mark", "price", "pair", "revoke", "remove-margin", "send", "index", "samples", "check", "book", "at", "repeat"];

    /// <summary>The steps of a statement; one for everything that is not special.</summary>
    public IReadOnlyList<Step> Steps(IReadOnlyList<IReadOnlyList<Token>> members)
    {
        IReadOnlyList<Token> words = members[0];
        if (members.Count == 1 && words[0].Is("account")) return Account(words);
        if (members.Count == 1 && words[0].Is("market")) return Market(words);
        if (members.Count == 1 && words[0].Is("index")) return [scope => _feeds.Index(words, scope)];
        if (members.Count == 1 && words[0].Is("samples")) return [scope => _feeds.Samples(words, scope)];
        return [scope => Group(members, scope)];
    }

    private List<Draft> Group(IReadOnlyList<IReadOnlyList<Token>> members, Scope scope)
    {
        List<Draft> drafts = [];
        Scope local = scope;
        foreach (IReadOnlyList<Token> words in members)
        {
            Draft draft = One(words, local);
            if (draft.Type == typeof(AddExit) && draft.Account == 0 && drafts.Count > 0) draft.Account = drafts[0].Account;
            // An exit's numbers are in its entry's market.
            if (draft.FieldOf("market") is not null) local = scope with { Market = names.MarketById(draft.Get<ushort>("market")) ?? scope.Market };
            drafts.Add(draft);
        }
        _feeds.Learn(drafts);
        return drafts;
    }

    private Draft One(IReadOnlyList<Token> words, Scope scope) => words[0].Text switch
    {
        "mark" => Mark(words, scope),
        "price" => Price(words, scope),
        "fees" => compiler.Compile([words[0] with { Text = "fee-tier" }, words[0] with { Text = "0" }, .. words.Skip(1)], scope),
        "revoke" => Revoke(words, scope),
        "sub" => Sub(words, scope),
        "remove-margin" => RemoveMargin(words, scope),
        "pair" => Pair(words, scope),
        "list" => List(words, scope),
        "asset" => Asset(words, scope),
        "send" => Send(words, scope),
        _ => compiler.Compile(words, scope),
    };

    /// <summary><c>account NAME [of ROOT] [deposit AMOUNT]</c></summary>
    private List<Step> Account(IReadOnlyList<Token> words)
    {
        WordCursor cursor = new([.. words.Skip(1)]);
        Token name = cursor.Take();
        if (names.IsAccount(name.Text)) throw new LanguageException(name, $"there is an account '{name}' already");
        Token? root = cursor.TakeIf("of") ? cursor.Take() : null;
        List<Step> steps = [_ => [NewAccount(name, root is { } of ? names.Account(of) : 0)]];
        if (cursor.TakeIf("deposit"))
        {
            Token amount = cursor.Take();
            steps.Add(scope => [compiler.Compile([name with { Text = "deposit" }, name, amount], scope)]);
        }
        if (!cursor.AtEnd) throw new LanguageException(cursor.Here, $"'{cursor.Here}' cannot stand here: account NAME [of ROOT] [deposit AMOUNT]");
        return steps;
    }

    private static Draft NewAccount(Token name, int root)
    {
        Draft draft = new(typeof(CreateAccount), default(CreateAccount)) { Account = root, Name = name.Text, NameKind = NameKind.Account };
        draft.Put("request", ValueReader.RequestKeyOf($"account {name}"));
        return draft;
    }

    /// <summary><c>sub ROOT as NAME</c>: the same as <c>account NAME of ROOT</c>, in one command.</summary>
    private Draft Sub(IReadOnlyList<Token> words, Scope scope)
    {
        Draft draft = compiler.Compile([words[0] with { Text = "create-account" }, .. words.Skip(1)], scope);
        return draft;
    }

    /// <summary><c>market NAME tick T lot L [class A] [sources N] [state S] [field value …]</c>: the listing, N equal sources, then PreOpen and Open.</summary>
    private List<Step> Market(IReadOnlyList<Token> words)
    {
        List<Token> rest = [.. words.Skip(1)];
        long sources = Count(rest, "sources");
        int state = rest.FindIndex(w => w.Is("state"));
        Token wanted = words[0] with { Text = "open" };
        if (state >= 0)
        {
            wanted = rest[state + 1];
            rest.RemoveRange(state, 2);
        }
        Token name = words[1];
        List<Step> steps = [scope => Listing([words[0] with { Text = "list" }, .. rest], scope)];
        if (sources > 0) steps.Add(_ => _feeds.Equal(names.Market(name), ClassOf(rest), (int)sources));
        if (wanted.Is("draft")) return steps;
        steps.Add(scope => [MoveTo(name, "pre-open", scope)]);
        if (wanted.Is("pre-open")) return steps;
        steps.Add(scope => [MoveTo(name, "open", scope)]);
        if (!wanted.Is("open")) steps.Add(scope => [MoveTo(name, wanted.Text, scope)]);
        return steps;
    }

    private static char ClassOf(IReadOnlyList<Token> words)
    {
        int at = words.ToList().FindIndex(w => w.Is("class"));
        return at < 0 ? 'A' : char.ToUpperInvariant(words[at + 1].Text[0]);
    }

    private static long Count(List<Token> words, string what)
    {
        int at = words.FindIndex(w => w.Is(what));
        if (at < 0) return 0;
        long count = Numbers.Integer(words[at + 1]);
        words.RemoveRange(at, 2);
        return count;
    }

    private Draft MoveTo(Token market, string state, Scope scope) =>
        compiler.Compile([market with { Text = "state" }, market, market with { Text = state }], scope);

    private List<Draft> Listing(IReadOnlyList<Token> words, Scope scope)
    {
        char name = ClassOf(words);
        List<Draft> group = [List(words, scope)];
        foreach (SetTier tier in MarketClass.Tiers(name)) group.Add(new Draft(typeof(SetTier), tier));
        group.Add(new Draft(typeof(OpenMarket), default(OpenMarket)));
        return group;
    }

    /// <summary>The first member of a listing alone, with the defaults of its class.</summary>
    private Draft List(IReadOnlyList<Token> words, Scope scope)
    {
        List<Token> rest = [.. words.Skip(2)];
        char name = 'A';
        int at = rest.FindIndex(w => w.Is("class"));
        if (at >= 0)
        {
            if (at + 1 == rest.Count || !MarketClass.IsKnown(rest[at + 1].Text)) throw new LanguageException(rest[at], "a class is A, B or C");
            name = char.ToUpperInvariant(rest[at + 1].Text[0]);
            rest.RemoveRange(at, 2);
        }
        long tick = Given(rest, "tick", words[0]);
        long lot = Given(rest, "lot", words[0]);
        Symbol symbol = default;
        for (int i = 0; i < words[1].Text.Length && i < Symbol.Size; i++) symbol[i] = (byte)words[1].Text[i];
        MarketScale scale = new(names.Markets.Count + 1, words[1].Text, tick / 1_000_000_000m, lot / 1_000_000_000m);
        Draft draft = new(typeof(ListMarket), MarketClass.Terms(name, symbol, tick, lot));
        CommandWord word = CommandWord.Find("list")!;
        compiler.Read(draft, word, new WordCursor(rest), scope with { Market = scale });
        if (tick <= 0 || lot <= 0 || names.IsMarket(scale.Name)) return draft;
        names.AddMarket(scale);
        draft.Undo = () => names.Forget(scale);
        return draft;
    }

    private static long Given(List<Token> words, string what, Token first)
    {
        int at = words.FindIndex(w => w.Is(what));
        if (at < 0 || at + 1 == words.Count) throw new LanguageException(first, $"a market needs its {what}");
        long value = Numbers.Scaled(words[at + 1], 0.000000001m, "e9");
        words.RemoveRange(at, 2);
        return value;
    }

    private Draft Asset(IReadOnlyList<Token> words, Scope scope)
    {
        int at = words.ToList().FindIndex(w => w.Is("decimals"));
        int decimals = at >= 0 && at + 1 < words.Count ? (int)Numbers.Integer(words[at + 1]) : 0;
        Draft draft = compiler.Compile(words, scope with { Asset = new AssetScale(0, "", Math.Clamp(decimals, 0, 18)) });
        string name = words[1].Text;
        if (names.Assets.Any(a => string.Equals(a.Name, name, StringComparison.Ordinal))) return draft;
        AssetScale asset = new(names.Assets.Count + 1, name, Math.Clamp(decimals, 0, 18));
        names.AddAsset(asset);
        draft.Undo = () => names.Forget(asset);
        return draft;
    }

    /// <summary><c>mark [MARKET] PRICE</c>: index and mark at one price, fresh.</summary>
    private Draft Mark(IReadOnlyList<Token> words, Scope scope)
    {
        Draft draft = compiler.Compile([words[0] with { Text = "price" }, .. words.Skip(1)], scope);
        draft.Put("index", draft.Get<Subticks>("mark"));
        draft.Put("state", PriceState.Fresh);
        return Remember(draft);
    }

    /// <summary><c>price [MARKET] [mark P] [index P] [state S]</c>: what is not said stays as it was.</summary>
    private Draft Price(IReadOnlyList<Token> words, Scope scope)
    {
        Draft draft = compiler.Compile(words, scope);
        SetPrices before = _prices.GetValueOrDefault(draft.Get<ushort>("market"), new SetPrices { State = PriceState.Fresh });
        if (!draft.WasSet("mark")) draft.Put("mark", before.Mark);
        if (!draft.WasSet("index")) draft.Put("index", before.Index);
        if (!draft.WasSet("state")) draft.Put("state", before.State);
        return Remember(draft);
    }

    private Draft Remember(Draft draft)
    {
        SetPrices now = (SetPrices)draft.Body;
        _prices[now.Market] = now;
        return draft;
    }

    private Draft Revoke(IReadOnlyList<Token> words, Scope scope)
    {
        Draft draft = compiler.Compile([words[0] with { Text = "key" }, .. words.Skip(1)], scope);
        draft.Put("revoke", (byte)1);
        draft.Name = null;
        return draft;
    }

    private Draft RemoveMargin(IReadOnlyList<Token> words, Scope scope)
    {
        Draft draft = compiler.Compile([words[0] with { Text = "add-margin" }, .. words.Skip(1)], scope);
        draft.Put("amount", new Micros(-draft.Get<Micros>("amount").Value));
        return draft;
    }

    /// <summary><c>pair ACCOUNT SIDE UNIT MARKET SIDE UNIT MARKET [times N] …</c></summary>
    private Draft Pair(IReadOnlyList<Token> words, Scope scope)
    {
        if (words.Count < 8) throw new LanguageException(words[^1], "a pair is: pair ACCOUNT SIDE UNIT MARKET SIDE UNIT MARKET [times N]");
        Draft draft = compiler.Compile([.. words.Take(2), .. words.Skip(8)], scope);
        for (int leg = 0; leg < 2; leg++)
        {
            string suffix = leg == 0 ? "-a" : "-b";
            Token side = words[2 + 3 * leg];
            Token unit = words[3 + 3 * leg];
            Token market = words[4 + 3 * leg];
            draft.Set("side" + suffix, side, scope);
            draft.Set("market" + suffix, market, scope);
            draft.Set("unit" + suffix, unit, scope with { Market = names.MarketById(names.Market(market)) });
        }
        return draft;
    }

    /// <summary><c>send KIND [ACCOUNT] field value …</c>: any command, nothing filled in.</summary>
    private Draft Send(IReadOnlyList<Token> words, Scope scope)
    {
        if (words.Count < 2) throw new LanguageException(words[0], "send needs the name of a command");
        Type[] bodies = [.. typeof(ICommandBody).Assembly.GetTypes().Where(t => t.IsValueType && typeof(ICommandBody).IsAssignableFrom(t))];
        Type body = Array.Find(bodies, t => string.Equals(Spelling.Key(t.Name), Spelling.Key(words[1].Text), StringComparison.Ordinal))
            ?? throw new LanguageException(words[1], $"Core has no command '{words[1]}'{Spelling.Nearest(words[1].Text, bodies.Select(b => b.Name))}");
        Draft draft = new(body, Activator.CreateInstance(body)!);
        CommandWord word = new("send", body, ["@account"]);
        compiler.Read(draft, word, new WordCursor([.. words.Skip(2)]), scope);
        return draft;
    }
}
