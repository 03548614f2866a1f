using Peregrine.Core;
using Peregrine.Explain.Past;
using Peregrine.Explain.Recipes;

namespace Peregrine.Explain;

/// <summary>Recomputes what an event decided, from the venue's state before its command and what the command told before it.</summary>
public sealed class Explainer
{
    private readonly PastVenue _venue = new();
    private PastCommand _command = new();

    /// <summary>What can be explained.</summary>
    public static IReadOnlyList<EventKind> Kinds { get; } =
    [
        EventKind.FundingStarted, EventKind.FundingPaid, EventKind.OrderTriggered, EventKind.MarginWarning, EventKind.LiquidationStarted, EventKind.LiquidationStep, EventKind.BackstopTaken,
        EventKind.InsuranceDrawn, EventKind.BadDebtBooked, EventKind.AdlStarted, EventKind.AdlApplied,
    ];

    /// <summary>Takes the state before the command, in the pieces in which an engine describes it.</summary>
    public void Load(ReadOnlySpan<byte> state)
    {
        EventReader reader = new(state);
        while (reader.Next()) _venue.Take(ref reader);
    }

    /// <summary>Takes whole events and explains every one of them that can be and that is wanted.</summary>
    public IReadOnlyList<Explanation> Follow(ReadOnlySpan<byte> events, Func<EventHeader, bool>? isWanted = null)
    {
        List<Explanation> all = [];
        EventReader reader = new(events);
        while (reader.Next())
        {
            if (Kinds.Contains(reader.Header.Kind) && (isWanted is null || isWanted(reader.Header))) all.Add(Explain(ref reader));
            _venue.Take(ref reader);
            _command.Take(ref reader);
            if (reader.Header.Kind == EventKind.CommandDone) _command = new PastCommand();
        }
        return all;
    }

    private Explanation Explain(ref EventReader told)
    {
        EventHeader header = told.Header;
        var steps = new Ladder();
        switch (header.Kind)
        {
            case EventKind.FundingStarted:
                FundingRecipe.Rate(steps, _venue.Market(header.Market), told.Body<FundingStarted>());
                break;
            case EventKind.FundingPaid:
                FundingRecipe.Payment(steps, _venue, in header, told.Body<FundingPaid>());
                break;
            case EventKind.OrderTriggered:
                TriggerRecipe.Fired(steps, _venue, told.Body<OrderTriggered>());
                break;
            case EventKind.MarginWarning:
                LiquidationRecipe.Warned(steps, _venue, in header, told.Body<MarginWarning>());
                break;
            case EventKind.LiquidationStarted:
                LiquidationRecipe.Started(steps, _venue, in header, told.Body<LiquidationStarted>());
                break;
            case EventKind.LiquidationStep:
                LiquidationRecipe.Step(steps, _venue, _command, in header, told.Body<LiquidationStep>());
                break;
            case EventKind.BackstopTaken:
                LossRecipe.Taken(steps, _venue, _command, in header, told.Body<BackstopTaken>());
                break;
            case EventKind.InsuranceDrawn:
                LossRecipe.Drawn(steps, _venue, in header, told.Body<InsuranceDrawn>());
                break;
            case EventKind.BadDebtBooked:
                LossRecipe.Booked(steps, _venue, in header, told.Body<BadDebtBooked>());
                break;
            case EventKind.AdlStarted:
                DeleverageRecipe.Started(steps, _venue, _command, in header, told.Body<AdlStarted>());
                break;
            default:
                DeleverageRecipe.Applied(steps, _venue, _command, in header, told.Body<AdlApplied>());
                break;
        }
        return new Explanation(header.Seq, header.Index, header.TimeNs, header.Kind, header.Account, header.Market, steps.Steps);
    }
}
