using System.Collections.Immutable;
using Peregrine.Core;
using Peregrine.MarketData;

namespace Peregrine.Gateway.Admin;

/// <summary>Follows what operators ask for together, from the proposal to the last step. One thread takes, any thread reads.</summary>
internal sealed class ChangeFold : Fold
{
    private ImmutableSortedDictionary<long, OpenChange> _open = ImmutableSortedDictionary<long, OpenChange>.Empty;

    /// <summary>By number, the oldest first.</summary>
    public IEnumerable<OpenChange> Open => Volatile.Read(ref _open).Values;

    public OpenChange? Find(long id) => Volatile.Read(ref _open).GetValueOrDefault(id);

    public override void Abandon()
    {
    }

    protected override void OnState(ref EventReader state)
    {
        if (state.Header.Kind == EventKind.StateProposal) Keep(Of(state.Body<StateProposal>()));
    }

    protected override void OnEvent(ref EventReader happened)
    {
        switch (happened.Header.Kind)
        {
            case EventKind.ChangeProposed:
                Keep(Of(happened.Body<ChangeProposed>()));
                break;
            case EventKind.ChangeScheduled:
                Schedule(happened.Body<ChangeScheduled>());
                break;
            case EventKind.ChangeApplied:
                Step(happened.Body<ChangeApplied>());
                break;
            case EventKind.ChangeDropped:
                Drop(happened.Body<ChangeDropped>().Proposal);
                break;
        }
    }

    protected override void OnCommandDone(in EventHeader done)
    {
    }

    private void Schedule(in ChangeScheduled told)
    {
        if (_open.TryGetValue(told.Proposal, out OpenChange? change))
            Keep(change with { Stage = ChangeStage.Scheduled, EffectiveAtNs = told.EffectiveAtNs, ExpiresNs = 0, Approver = told.Admin });
    }

    private void Step(in ChangeApplied told)
    {
        if (told.Step == told.Steps) Drop(told.Proposal);
        else if (_open.TryGetValue(told.Proposal, out OpenChange? change)) Keep(change with { Stage = ChangeStage.Moving });
    }

    private void Keep(OpenChange change) => Volatile.Write(ref _open, _open.SetItem(change.Id, change));

    private void Drop(long id) => Volatile.Write(ref _open, _open.Remove(id));

    private static OpenChange Of(in ChangeProposed told) => new()
    {
        Id = told.Proposal,
        Parameter = told.Parameter,
        Subject = told.Subject,
        Value = told.Value,
        Before = told.Before,
        EffectiveAtNs = told.EffectiveAtNs,
        ExpiresNs = told.ExpiresNs,
        Proposer = told.Admin,
        Stage = ChangeStage.Proposed,
        Bytes = told.Tiers,
    };

    private static OpenChange Of(in StateProposal told) => new()
    {
        Id = told.Proposal,
        Parameter = told.Parameter,
        Subject = told.Subject,
        Value = told.Value,
        Before = told.Before,
        EffectiveAtNs = told.EffectiveAtNs,
        ExpiresNs = told.Stage == ChangeStage.Proposed ? told.DueNs : 0,
        Proposer = told.Admin,
        Stage = told.Stage,
        Bytes = told.Tiers,
    };
}
