using Peregrine.Core;
using Peregrine.Scenarios.Language;
using Peregrine.Scenarios.Values;

namespace Peregrine.Scenarios.Commands;

/// <summary>Samples of price sources, and which sources there are.</summary>
public sealed class Feeds(Names names)
{
    private readonly Dictionary<(ushort Market, ushort Asset), List<ushort>> _sources = [];

    /// <summary>Remembers the sources that a group of price rules names.</summary>
    public void Learn(IReadOnlyList<Draft> group)
    {
        if (group.Count < 2 || group[0].Body is not SetPriceRules rules) return;
        _sources[(rules.Market, rules.Asset)] = [.. group.Skip(1).Select(d => d.Body).OfType<SetSource>().Select(s => s.Source)];
    }

    /// <summary>Price rules of a class with sources 1 to <paramref name="count"/> of equal weight.</summary>
    public List<Draft> Equal(int market, char name, int count)
    {
        SetPriceRules rules = MarketClass.Rules(name, ofMarket: true);
        rules.Market = (ushort)market;
        List<Draft> group = [new Draft(typeof(SetPriceRules), rules)];
        for (int i = 1; i <= count; i++) group.Add(new Draft(typeof(SetSource), new SetSource { Source = (ushort)i, Weight = 1 }));
        Learn(group);
        return group;
    }

    /// <summary><c>index [MARKET|ASSET] PRICE</c>: every source says the same, now.</summary>
    public List<Draft> Index(IReadOnlyList<Token> words, Scope scope)
    {
        Target target = TargetOf(words, out int used);
        if (words.Count != used + 1) throw new LanguageException(words[0], "write: index [MARKET|ASSET] PRICE");
        long price = target.Read(words[used]);
        List<ushort> sources = _sources.GetValueOrDefault((target.Market, target.Asset)) ?? throw new LanguageException(words[0], "this price has no sources");
        return Group(target, [.. sources.Select(s => new PriceSample { Source = s, Price = price, TimeNs = scope.NowNs })]);
    }

    /// <summary><c>samples [MARKET|ASSET] 1@60000 2@60010-3s 3@60020~0.4% …</c>: source, price, age, uncertainty; a price may be below 0.</summary>
    public List<Draft> Samples(IReadOnlyList<Token> words, Scope scope)
    {
        Target target = TargetOf(words, out int used);
        return Group(target, [.. words.Skip(used).Select(w => SampleOf(w, target, scope))]);
    }

    private static PriceSample SampleOf(Token word, Target target, Scope scope)
    {
        string text = word.Text;
        int at = text.IndexOf('@', StringComparison.Ordinal);
        if (at <= 0) throw new LanguageException(word, $"'{word}' is no sample: write source@price, then -age and ~uncertainty");
        int tilde = text.IndexOf('~', StringComparison.Ordinal);
        string body = tilde < 0 ? text[(at + 1)..] : text[(at + 1)..tilde];
        int dash = body.IndexOfAny(['-', '+'], 1);
        Token price = word with { Text = dash < 0 ? body : body[..dash], Column = word.Column + at + 1 };
        long age = dash < 0 ? 0 : Numbers.Duration(word with { Text = body[(dash + 1)..] });
        return new PriceSample
        {
            Source = int.Parse(text[..at], null),
            Price = target.Read(price),
            TimeNs = dash >= 0 && body[dash] == '+' ? scope.NowNs + age : scope.NowNs - age,
            ConfidencePpb = tilde < 0 ? 0 : (int)Numbers.Rate(word with { Text = text[(tilde + 1)..] }),
        };
    }

    // Eight to a command.
    private static List<Draft> Group(Target target, List<PriceSample> samples)
    {
        List<Draft> group = [];
        foreach (PriceSample[] chunk in samples.Chunk(PriceSamples.Count))
        {
            SubmitSamples body = new() { Market = target.Market, Asset = target.Asset, Count = (byte)chunk.Length };
            for (int i = 0; i < chunk.Length; i++) body.Samples[i] = chunk[i];
            group.Add(new Draft(typeof(SubmitSamples), body));
        }
        return group;
    }

    private Target TargetOf(IReadOnlyList<Token> words, out int used)
    {
        used = 2;
        if (words.Count > 1 && names.IsMarket(words[1].Text)) return new Target((ushort)names.Market(words[1]), 0, names.MarketById(names.Market(words[1]))!.Tick / 1000);
        if (words.Count > 1 && names.Assets.Any(a => string.Equals(a.Name, words[1].Text, StringComparison.Ordinal))) return new Target(0, (ushort)names.Asset(words[1]), 0.000001m);
        used = 1;
        MarketScale market = names.OnlyMarket ?? throw new LanguageException(words[0], "of which market or asset? Write its name first");
        return new Target((ushort)market.Id, 0, market.Tick / 1000);
    }

    private readonly record struct Target(ushort Market, ushort Asset, decimal Unit)
    {
        public long Read(Token word) => Numbers.Scaled(word, Unit, Asset == 0 ? "s" : "u");
    }
}
