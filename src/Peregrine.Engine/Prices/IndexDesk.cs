using Peregrine.Core;
using Peregrine.Engine.Lifecycle;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Prices;

/// <summary>Takes samples, and makes the index of them when the rules allow it (domain §7.1, §7.2).</summary>
internal sealed class IndexDesk(EngineState state, PriceTicks ticks, MarketStates marketStates, PriceBoard board)
{
    /// <summary>All samples of a command or group are one update.</summary>
    public RejectCode Take(ReadOnlySpan<Command> group, ref Outcome outcome)
    {
        RejectCode code = FeedOf(group, out PriceFeed? feed);
        if (feed is null) return code;
        code = Check(group, feed);
        if (code != RejectCode.None) return code;
        // From here on nothing may fail.
        foreach (ref readonly Command member in group) Hear(in Command.Body<SubmitSamples>(in member), feed);
        ref readonly SubmitSamples body = ref Command.Body<SubmitSamples>(in group[0]);
        if (body.Market != 0) Update(state.Markets[body.Market], feed);
        else Update(state.Assets[body.Asset], feed);
        outcome.Detail1 = body.Market != 0 ? body.Market : body.Asset;
        return RejectCode.None;
    }

    /// <summary>After downtime the next index of every market is its first.</summary>
    public void Resume()
    {
        for (int id = 1; id <= state.MarketCount; id++)
        {
            if (state.Markets[id].Feed is { } feed) feed.IsFirst = true;
        }
    }

    // The sources meant by the first member.
    private RejectCode FeedOf(ReadOnlySpan<Command> group, out PriceFeed? feed)
    {
        ref readonly SubmitSamples body = ref Command.Body<SubmitSamples>(in group[0]);
        feed = null;
        if (body.Market != 0 == (body.Asset != 0)) return RejectCode.BadValue;
        if (body.Market != 0 && !state.HasMarket(body.Market)) return RejectCode.UnknownMarket;
        if (body.Asset != 0 && !state.HasAsset(body.Asset)) return RejectCode.UnknownAsset;
        feed = body.Market != 0 ? state.Markets[body.Market].Feed : state.Assets[body.Asset].Feed;
        return RejectCode.PricedByHand;
    }

    private static RejectCode Check(ReadOnlySpan<Command> group, PriceFeed feed)
    {
        ref readonly SubmitSamples first = ref Command.Body<SubmitSamples>(in group[0]);
        foreach (ref readonly Command member in group)
        {
            if (member.Header.Kind != CommandKind.SubmitSamples) return RejectCode.BadValue;
            ref readonly SubmitSamples body = ref Command.Body<SubmitSamples>(in member);
            if (body.Market != first.Market || body.Asset != first.Asset) return RejectCode.BadValue;
            RejectCode code = Check(in body, feed);
            if (code != RejectCode.None) return code;
        }
        return RejectCode.None;
    }

    private static RejectCode Check(in SubmitSamples body, PriceFeed feed)
    {
        if (body.Count is 0 or > PriceSamples.Count) return RejectCode.BadValue;
        ReadOnlySpan<PriceSample> samples = body.Samples;
        for (int i = 0; i < samples.Length; i++)
        {
            ref readonly PriceSample sample = ref samples[i];
            if (i >= body.Count && (sample.Price | sample.TimeNs | (long)sample.ConfidencePpb | (long)sample.Source) != 0) return RejectCode.BadValue;
            if (i >= body.Count) continue;
            if (sample.ConfidencePpb < 0 || sample.TimeNs < 0) return RejectCode.BadValue;
            if (feed.Find(sample.Source) < 0) return RejectCode.UnknownSource;
        }
        return RejectCode.None;
    }

    private void Hear(in SubmitSamples body, PriceFeed feed)
    {
        ReadOnlySpan<PriceSample> samples = body.Samples;
        foreach (ref readonly PriceSample sample in samples[..body.Count]) feed.Sources[feed.Find(sample.Source)].Hear(in sample, state.NowNs);
    }

    private void Update(Market market, PriceFeed feed)
    {
        IndexReading reading = IndexReading.Of(feed, state.NowNs);
        bool fits = reading.Price <= market.Terms.PriceMax.Value * Subticks.PerTick;
        // While nobody can be hit the first price may be any; where trading goes on a step is a step, restart or not.
        bool unguarded = market.Index == Subticks.Zero || (feed.IsFirst && !MarketRules.Matches(market.State));
        IndexOutcome outcome = Decide(feed, in reading, fits, market.Index.Value, unguarded, out long accepted);
        if (accepted != 0) market.Index = new(accepted);
        Tell(market.Id, 0, market.Index.Value, in reading, outcome);
        if (outcome == IndexOutcome.AboveMaximum) marketStates.HaltBeyondBounds(market);
        bool restated = ticks.Restate(market);
        bool marked = accepted != 0 && ticks.Mark(market);
        if (restated || marked || accepted != 0 || outcome == IndexOutcome.Held) board.MarketMoved(market);
    }

    private void Update(Asset asset, PriceFeed feed)
    {
        IndexReading reading = IndexReading.Of(feed, state.NowNs);
        bool fits = PriceInputs.Fits(new(reading.Price), asset);
        IndexOutcome outcome = Decide(feed, in reading, fits, asset.Index.Value, asset.Index == Micros.Zero, out long accepted);
        if (accepted != 0) PriceTicks.Begin(asset, new(accepted));
        Tell(0, asset.Id, asset.Index.Value, in reading, outcome);
        bool restated = ticks.Restate(asset);
        if (accepted != 0) board.AssetMoved(asset);
        else if (restated) board.TellAsset(asset);
    }

    private IndexOutcome Decide(PriceFeed feed, in IndexReading reading, bool fits, long last, bool unguarded, out long accepted)
    {
        accepted = 0;
        if (reading.Price == 0)
        {
            // Fewer sources later make it no surer.
            feed.IsUncertain |= reading.LacksCertainty;
            return reading.LacksCertainty ? IndexOutcome.Uncertain : IndexOutcome.TooFewSources;
        }
        if (!fits) return IndexOutcome.AboveMaximum;
        feed.IsUncertain = false;
        long price = reading.Price;
        bool steps = !unguarded && PriceMath.IsFartherThan(price, last, feed.Rules.JumpPpb);
        if (steps && !feed.Guard.Offer(price, reading.Votes, feed, state.NowNs, out price)) return IndexOutcome.Held;
        accepted = price;
        feed.Guard.Clear();
        (feed.IndexNs, feed.IsFirst) = (state.NowNs, false);
        feed.FreshUpdates++;
        return IndexOutcome.Accepted;
    }

    private void Tell(int market, int asset, long index, in IndexReading reading, IndexOutcome outcome) => state.Events.Add(0, market, new IndexUpdated
    {
        Index = index,
        Value = reading.Price,
        Used = reading.Used,
        Old = reading.Old,
        Uncertain = reading.Uncertain,
        Outliers = reading.Outliers,
        Asset = (ushort)asset,
        Outcome = outcome,
    });
}
