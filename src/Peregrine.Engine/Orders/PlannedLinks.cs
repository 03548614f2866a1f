using Peregrine.Core;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Orders;

/// <summary>What a plan fills of the two orders of an OCO pair: each takes it from the other.</summary>
internal sealed class PlannedLinks(EngineState state)
{
    private readonly (ulong Plan, long First, long Second)[] _filled = new (ulong, long, long)[state.Capacities.GroupsMax + 1];
    private ulong _plan;

    public void Begin() => _plan++;

    /// <summary>Lots that the other order of the pair took from this one; 0 for every other order.</summary>
    public Lots CutOf(in OrderExtra extra) => IsPair(in extra) ? FilledOf(extra.Group, 1 - extra.GroupIndex) : Lots.Zero;

    public Lots FilledOf(int group, int index)
    {
        ref (ulong Plan, long First, long Second) filled = ref _filled[group];
        if (filled.Plan != _plan) return Lots.Zero;
        return new(index == 0 ? filled.First : filled.Second);
    }

    public void Add(in OrderExtra extra, Lots qty)
    {
        ref (ulong Plan, long First, long Second) filled = ref _filled[extra.Group];
        if (filled.Plan != _plan) filled = (_plan, 0, 0);
        if (extra.GroupIndex == 0) filled.First += qty.Value;
        else filled.Second += qty.Value;
    }

    public bool IsPair(in OrderExtra extra) => state.Groups[extra.Group].Kind == GroupKind.Oco;
}
