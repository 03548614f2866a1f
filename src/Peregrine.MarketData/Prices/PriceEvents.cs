using Peregrine.Core;
using Peregrine.MarketData.Markets;

namespace Peregrine.MarketData.Prices;

/// <summary>Index, mark and funding of a market, from what is told of them.</summary>
internal static class PriceEvents
{
    /// <summary>An asset's price is told whole by its own event, and what a position pays is its owner's.</summary>
    public static bool Concerns(in EventHeader header) =>
        header.Market != 0 && header.Kind is >= EventKind.PriceRulesSet and <= EventKind.FundingDelayed and not (EventKind.FundingPaid or EventKind.FundingEnded);

    public static void Take(MarketRecord record, ref EventReader happened)
    {
        ref readonly EventHeader header = ref happened.Header;
        switch (header.Kind)
        {
            case EventKind.PriceRulesSet:
                SetPriceRules rules = happened.Body<PriceRulesSet>().Rules;
                record.Feed.Begin(in rules);
                record.Funding.Begin(in rules, header.TimeNs);
                break;
            case EventKind.SourceSet:
                record.Feed.Add(happened.Body<SourceSet>().Terms, default);
                break;
            case EventKind.IndexUpdated:
                IndexUpdated updated = happened.Body<IndexUpdated>();
                record.Feed.Take(in updated, header.TimeNs);
                if (updated.Outcome == IndexOutcome.Accepted) record.Facts.Index = new(updated.Index);
                break;
            case EventKind.MarkUpdated:
                MarkUpdated mark = happened.Body<MarkUpdated>();
                (record.Feed.Mark, record.Facts.Mark, record.Facts.Index) = (mark, mark.Mark, mark.Index);
                record.Funding.Take(in mark);
                break;
            case EventKind.PriceStateChanged:
                PriceStateChanged changed = happened.Body<PriceStateChanged>();
                (record.Facts.PriceState, record.Feed.IndexNs, record.Feed.Candidate) = (changed.State, changed.IndexNs, changed.Candidate);
                break;
            case EventKind.FundingStarted:
                record.Funding.Take(happened.Body<FundingStarted>(), header.TimeNs);
                break;
            case EventKind.FundingDelayed:
                record.Funding.Take(happened.Body<FundingDelayed>(), header.TimeNs);
                break;
            default:
                record.Funding.Take(happened.Body<FundingSkipped>(), header.TimeNs);
                break;
        }
    }

    public static void Load(MarketRecord record, ref EventReader state)
    {
        switch (state.Header.Kind)
        {
            case EventKind.StatePriceRules:
                SetPriceRules rules = state.Body<StatePriceRules>().Rules;
                record.Feed.Begin(in rules);
                record.Funding.Load(in rules);
                break;
            case EventKind.StateSource:
                StateSource source = state.Body<StateSource>();
                record.Feed.Add(in source.Terms, source.TimeNs == 0 ? SourceHealth.Old : default);
                break;
            case EventKind.StateFeed:
                StateFeed feed = state.Body<StateFeed>();
                (record.Feed.IndexNs, record.Feed.Candidate) = (feed.IndexNs, feed.HeldSinceNs == 0 ? 0 : feed.Newest);
                break;
            case EventKind.StateMark:
                record.Funding.PremiumPpb = state.Body<StateMark>().PremiumPpb;
                break;
            case EventKind.StateFunding:
                record.Funding.Load(state.Body<StateFunding>());
                break;
            default:
                break;
        }
    }
}
