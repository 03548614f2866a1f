using System.Runtime.InteropServices;
using Peregrine.Core;
using Peregrine.Engine.Funding;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Prices;

/// <summary>Gives a market or an asset its sources, and begins its ticks. The only command besides listings that allocates.</summary>
internal sealed class FeedDesk(EngineState state, PriceTicks ticks, FundingHours hours, PriceBoard board)
{
    /// <summary>A whole group: the rules and then their sources.</summary>
    public RejectCode Set(ReadOnlySpan<Command> group, ref Outcome outcome)
    {
        if (!IsWhole(group)) return RejectCode.BadParameter;
        Span<SetSource> sources = stackalloc SetSource[group.Length - 1];
        for (int i = 0; i < sources.Length; i++) sources[i] = Command.Body<SetSource>(in group[i + 1]);
        return Set(in Command.Body<SetPriceRules>(in group[0]), sources, ref outcome);
    }

    /// <summary>The same in one command, whose sources end where the first zero is.</summary>
    public RejectCode Set(in SetFeed feed, ref Outcome outcome)
    {
        ReadOnlySpan<SetSource> room = feed.Sources;
        int count = 0;
        while (count < room.Length && room[count].Source != 0) count++;
        if (MemoryMarshal.AsBytes(room[count..]).ContainsAnyExcept((byte)0)) return RejectCode.BadParameter;
        return Set(in feed.Rules, room[..count], ref outcome);
    }

    private RejectCode Set(in SetPriceRules rules, ReadOnlySpan<SetSource> sources, ref Outcome outcome)
    {
        if (rules.Market != 0 == (rules.Asset != 0)) return RejectCode.BadParameter;
        if (!FeedRules.AreSound(in rules, sources)) return RejectCode.BadParameter;
        RejectCode code = rules.Market != 0 ? CheckMarket(in rules) : CheckAsset(in rules);
        if (code != RejectCode.None) return code;
        // From here on nothing may fail. Whoever could change what prices are made of must not get more out on the same day (domain §13.5).
        if (state.Life.FoundingEnded) state.Life.CollateralChangedNs = state.NowNs;
        PriceFeed feed = new(in rules, sources);
        state.Events.Add(0, rules.Market, new PriceRulesSet { Rules = rules });
        foreach (ref readonly SetSource source in sources) state.Events.Add(0, rules.Market, new SourceSet { Terms = source, Asset = rules.Asset });
        if (rules.Market != 0) Begin(state.Markets[rules.Market], feed);
        else Begin(state.Assets[rules.Asset], feed);
        outcome.Detail1 = rules.Market != 0 ? rules.Market : rules.Asset;
        return RejectCode.None;
    }

    private static bool IsWhole(ReadOnlySpan<Command> group)
    {
        if (group.Length is < 2 or > PriceFeed.SourcesMax + 1 || group[0].Header.Kind != CommandKind.SetPriceRules) return false;
        foreach (ref readonly Command member in group[1..])
        {
            if (member.Header.Kind != CommandKind.SetSource) return false;
        }
        return true;
    }

    private RejectCode CheckMarket(in SetPriceRules rules)
    {
        if (!state.HasMarket(rules.Market)) return RejectCode.UnknownMarket;
        Market market = state.Markets[rules.Market];
        if (!FeedRules.FitMarket(in rules, market)) return RejectCode.BadParameter;
        // Nobody trades while the ground is changed: the first index of the new sources is taken as it comes.
        return market.State is MarketState.Draft or MarketState.PreOpen or MarketState.CancelOnly or MarketState.Halted
            ? RejectCode.None : RejectCode.MarketState;
    }

    private RejectCode CheckAsset(in SetPriceRules rules)
    {
        if (!state.HasAsset(rules.Asset)) return RejectCode.UnknownAsset;
        return rules.Asset != EngineState.SettleAsset && FeedRules.FitAsset(in rules) ? RejectCode.None : RejectCode.BadParameter;
    }

    private void Begin(Market market, PriceFeed feed)
    {
        market.Feed = feed;
        ticks.Start(market);
        hours.Start(market);
        if (!ticks.Restate(market)) return;
        board.MarketMoved(market);
    }

    private void Begin(Asset asset, PriceFeed feed)
    {
        asset.Feed = feed;
        ticks.Start(asset);
        if (ticks.Restate(asset)) board.TellAsset(asset);
    }
}
