using Peregrine.Core;
using static Peregrine.Twin.Exact;

namespace Peregrine.Twin;

/// <summary>Prices from sources: rules, samples, the guard against steps, and how far a price is trusted.</summary>
public sealed partial class TwinEngine
{
    private const long SuspectAfter = 5 * Second;
    private const long StaleAfter = 15 * Second;
    private const long DeadAfter = 120 * Second;
    private const long ImpactMax = 1L << 50;
    private const long AgreeFor = 3 * Second;
    private const long HoldAtMost = 10 * Second;

    private RejectCode SetRules(Command[] members)
    {
        SetPriceRules rules = Command.Body<SetPriceRules>(members[0]);
        SetSource[] sources = [.. members[1..].Select(m => Command.Body<SetSource>(m))];
        if ((rules.Market == 0) == (rules.Asset == 0)) return RejectCode.BadParameter;
        if (!SoundRules(rules) || !GoodSources(rules, sources)) return RejectCode.BadParameter;
        TwinMarket? market = MarketOrNull(rules.Market);
        if (rules.Market != 0 && market is null) return RejectCode.UnknownMarket;
        if (rules.Asset > _s.Assets.Count) return RejectCode.UnknownAsset;
        if (!FittingRules(rules, market)) return RejectCode.BadParameter;
        if (market is not null && market.State is not (MarketState.Draft or MarketState.PreOpen or MarketState.CancelOnly or MarketState.Halted)) return RejectCode.MarketState;
        if (_s.FoundingEnded) _s.CollateralChangedNs = _now;
        TwinFeed? before = market is null ? _s.Assets[rules.Asset - 1].Feed : market.Feed;
        var feed = new TwinFeed
        {
            Rules = rules,
            Sources = [.. sources.Select(s => new TwinSource(s, null))],
            TickedSecond = before?.TickedSecond ?? Floor(_now, Second),
            Average = before?.Average ?? 0,
        };
        if (market is null) _s.Assets[rules.Asset - 1].Feed = feed;
        else market.Feed = feed;
        if (market is not null) BeginHours(market);
        _answer.Detail1 = rules.Market + rules.Asset;
        Tell(0, rules.Market, new PriceRulesSet { Rules = rules });
        foreach (SetSource source in sources) Tell(0, rules.Market, new SourceSet { Terms = source, Asset = rules.Asset });
        bool restated = FindState(feed);
        if (market is not null) Trust(market, accepted: false, moves: restated);
        else TellAsset(_s.Assets[rules.Asset - 1], accepted: false);
        return RejectCode.None;
    }

    private static bool IsShare(int ppb) => ppb is >= 1 and <= (int)R;

    private static bool SoundRules(in SetPriceRules r) =>
        r.MaxAgeNs is > 0 and <= Minute && IsShare(r.MaxConfPpb) && IsShare(r.MaxDevPpb) && r.JumpPpb is >= 1 and <= (int)R / 2;

    private static bool FittingRules(in SetPriceRules r, TwinMarket? market)
    {
        if (market is null) return r.Asset != 1 && r is { ImpactNotional.Value: 0, MinRestNs: 0, MarkBandPpb: 0, FundingCapPpb: 0, FundingCap8Ppb: 0, InterestPpb: 0, InterestBandPpb: 0 };
        if (r.ImpactNotional.Value is < 0 or > ImpactMax || r.MinRestNs is < 0 or > Minute) return false;
        if (!IsShare(r.MarkBandPpb) || r.MarkBandPpb > market.Tiers[0].ImrPpb) return false;
        if (r.FundingCapPpb < 0 || r.FundingCapPpb > market.Tiers[0].MmrPpb / 2 || r.FundingCap8Ppb is < 0 or > (int)R) return false;
        return Abs(r.InterestPpb) <= r.FundingCap8Ppb && r.InterestBandPpb is >= 0 and <= (int)R;
    }

    /// <summary>Rising ids, enough of them, and none that outweighs those without which there is no index.</summary>
    private static bool GoodSources(in SetPriceRules rules, SetSource[] sources)
    {
        if (sources.Length is < 1 or > 16) return false;
        for (int i = 0; i < sources.Length; i++)
        {
            if (sources[i].Source == 0 || sources[i].Weight is < 1 or > 1_000_000 || (i > 0 && sources[i].Source <= sources[i - 1].Source)) return false;
        }
        var independent = sources.GroupBy(s => s.Upstream == 0 ? (0, s.Source) : (1, s.Upstream)).Select(g => (Heaviest: g.Max(s => s.Weight), Lightest: g.Min(s => s.Weight))).ToList();
        int needed = rules.MinSources;
        if (needed == 0 || independent.Count < needed) return false;
        if (needed == 1) return sources.Length == 1;
        for (int i = 0; i < independent.Count; i++)
        {
            long others = independent.Where((_, j) => j != i).Select(x => (long)x.Lightest).Order().Take(needed - 1).Sum();
            if (independent[i].Heaviest >= others) return false;
        }
        return true;
    }

    private RejectCode Hear(Command[] members)
    {
        SubmitSamples[] parts = [.. members.Select(m => Command.Body<SubmitSamples>(m))];
        SubmitSamples first = parts[0];
        if ((first.Market == 0) == (first.Asset == 0)) return RejectCode.BadValue;
        if (first.Market != 0 && MarketOrNull(first.Market) is null) return RejectCode.UnknownMarket;
        if (first.Asset > _s.Assets.Count) return RejectCode.UnknownAsset;
        TwinFeed? feed = first.Market != 0 ? Market(first.Market).Feed : _s.Assets[first.Asset - 1].Feed;
        if (feed is null) return RejectCode.PricedByHand;
        List<PriceSample> told = [];
        foreach (SubmitSamples part in parts)
        {
            if (part.Market != first.Market || part.Asset != first.Asset) return RejectCode.BadValue;
            PriceSamples samples = part.Samples;
            if (part.Count is < 1 or > PriceSamples.Count) return RejectCode.BadValue;
            for (int i = 0; i < PriceSamples.Count; i++)
            {
                if (i >= part.Count && samples[i] is not { Price: 0, TimeNs: 0, ConfidencePpb: 0, Source: 0 }) return RejectCode.BadValue;
                if (i >= part.Count) continue;
                if (samples[i].TimeNs < 0 || samples[i].ConfidencePpb < 0) return RejectCode.BadValue;
                int id = samples[i].Source;
                if (!feed.Sources.Exists(s => s.Terms.Source == id)) return RejectCode.UnknownSource;
                told.Add(samples[i]);
            }
        }
        foreach (PriceSample sample in told) Keep(feed, sample);
        _answer.Detail1 = first.Market + first.Asset;
        UpdateIndex(feed);
        return RejectCode.None;
    }

    private void Keep(TwinFeed feed, PriceSample sample)
    {
        sample.TimeNs = Math.Min(sample.TimeNs, _now);
        int at = feed.Sources.FindIndex(s => s.Terms.Source == sample.Source);
        if (feed.Sources[at].Last is { } last && sample.TimeNs < last.TimeNs) return;
        feed.Sources[at] = feed.Sources[at] with { Last = sample };
    }

    private long IndexOf(TwinFeed feed) => feed.Rules.Market != 0 ? Market(feed.Rules.Market).Index : _s.Assets[feed.Rules.Asset - 1].Index;

    private PriceState StateOf(TwinFeed feed) => feed.Rules.Market != 0 ? Market(feed.Rules.Market).Prices : _s.Assets[feed.Rules.Asset - 1].Prices;

    private void UpdateIndex(TwinFeed feed)
    {
        TwinReading reading = TwinReading.Of(feed, _now);
        IndexOutcome outcome = reading.Value == 0
            ? reading.TooUncertain ? IndexOutcome.Uncertain : IndexOutcome.TooFewSources
            : IsAboveMaximum(feed, reading.Value) ? IndexOutcome.AboveMaximum : IndexOutcome.Accepted;
        long index = reading.Value;
        if (outcome == IndexOutcome.Accepted) feed.Unsure = false;
        if (outcome == IndexOutcome.Uncertain) feed.Unsure = true;
        if (outcome == IndexOutcome.Accepted && Guard(feed, reading) is var confirmed)
        {
            if (confirmed == 0) outcome = IndexOutcome.Held;
            else index = confirmed;
        }
        if (outcome == IndexOutcome.Accepted) Accept(feed, index);
        Tell(0, feed.Rules.Market, new IndexUpdated
        {
            Index = IndexOf(feed),
            Value = reading.Value,
            Used = reading.Used,
            Old = reading.Old,
            Uncertain = reading.Uncertain,
            Outliers = reading.Outliers,
            Asset = feed.Rules.Asset,
            Outcome = outcome,
        });
        if (outcome == IndexOutcome.AboveMaximum && feed.Rules.Market != 0) HaltByIndex(Market(feed.Rules.Market));
        bool restated = FindState(feed);
        if (feed.Rules.Market == 0)
        {
            TellAsset(_s.Assets[feed.Rules.Asset - 1], outcome == IndexOutcome.Accepted);
            return;
        }
        TwinMarket market = Market(feed.Rules.Market);
        if (outcome == IndexOutcome.Accepted) MakeMark(market, MarkInputs.None);
        Trust(market, outcome == IndexOutcome.Accepted, moves: restated || outcome is IndexOutcome.Accepted or IndexOutcome.Held);
    }

    private bool IsAboveMaximum(TwinFeed feed, long value)
    {
        if (feed.Rules.Market != 0) return value > Market(feed.Rules.Market).Terms.PriceMax.Value * Sub;
        TwinAsset asset = _s.Assets[feed.Rules.Asset - 1];
        return (Int128)value * asset.Terms.PlatformCap / Scale(asset) >= (Int128)1 << 60;
    }

    private void HaltByIndex(TwinMarket market)
    {
        if (market.State is MarketState.Draft or MarketState.Settling or MarketState.Settled or MarketState.Halted) return;
        // Prices that are good again later do not undo it, as they undo a restart.
        market.ReturnsTo = null;
        Enter(market, MarketState.Halted, ByIndex);
    }

    private void Accept(TwinFeed feed, long index)
    {
        feed.IndexNs = _now;
        feed.AwaitsFirst = false;
        feed.Held.Clear();
        feed.Run.Clear();
        if (feed.Rules.Market != 0)
        {
            Market(feed.Rules.Market).Index = index;
            Hold(Market(feed.Rules.Market));
        }
        else
        {
            _s.Assets[feed.Rules.Asset - 1].Index = index;
        }
        if (feed.Rules.Asset != 0 && feed.Average == 0) feed.Average = (Int128)index << 20;
    }

    /// <summary>The value that becomes the index; 0 while a step is held back.</summary>
    private long Guard(TwinFeed feed, TwinReading reading)
    {
        long index = IndexOf(feed), value = reading.Value;
        bool free = index == 0 || (feed.AwaitsFirst && feed.Rules.Market != 0 && !Matches(Market(feed.Rules.Market).State));
        if (free || (Int128)Abs(value - index) * R <= (Int128)index * feed.Rules.JumpPpb) return value;
        feed.Held.Add((_now, value));
        if (reading.Votes * 10 < feed.Independent * 6)
        {
            feed.Run.Clear();
        }
        else
        {
            long lowest = feed.Run.Select(r => r.Value).Append(value).Min(), highest = feed.Run.Select(r => r.Value).Append(value).Max();
            if ((Int128)(highest - lowest) * R > (Int128)lowest * feed.Rules.MaxDevPpb) feed.Run.Clear();
            feed.Run.Add((_now, value));
        }
        if (feed.Run.Count >= 3 && _now - feed.Run[0].AtNs >= AgreeFor) return value;
        return feed.Held.Count >= 3 && _now - feed.Held[0].AtNs >= HoldAtMost ? TwinReading.Median([.. feed.Held.TakeLast(3).Select(h => h.Value)]) : 0;
    }

    private static bool Matches(MarketState state) => state is MarketState.Open or MarketState.ReduceOnly;

    /// <summary>What a price is by its age and by what is held back; a change is told, and wakes the market's triggers.</summary>
    private bool FindState(TwinFeed feed)
    {
        long age = _now - feed.IndexNs;
        PriceState state = feed.IndexNs == 0 || age > DeadAfter ? PriceState.Dead
            : age > StaleAfter ? PriceState.Stale
            : age > SuspectAfter || feed.Held.Count > 0 || feed.Unsure ? PriceState.Suspect
            : PriceState.Fresh;
        if (StateOf(feed) == state) return false;
        if (feed.Rules.Market != 0)
        {
            Market(feed.Rules.Market).Prices = state;
            Market(feed.Rules.Market).StateDirty = true;
            Hold(Market(feed.Rules.Market));
        }
        else
        {
            _s.Assets[feed.Rules.Asset - 1].Prices = state;
        }
        Tell(0, feed.Rules.Market, new PriceStateChanged { IndexNs = feed.IndexNs, Candidate = feed.Candidate, Asset = feed.Rules.Asset, State = state });
        if (feed.Rules.Asset != 0) _movedAssets.Add(feed.Rules.Asset);
        return true;
    }
}
