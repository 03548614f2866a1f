using Peregrine.Core;

namespace Peregrine.Engine.Triggers;

/// <summary>A trigger just collected, with what decides its turn: reduce-only first, then how far the reference is past the level, then id.</summary>
internal readonly record struct FiredTrigger : IComparable<FiredTrigger>
{
    private readonly long _id;
    private readonly long _past;
    private readonly bool _onlyReduces;

    public FiredTrigger(in Trigger trigger, int slot, Subticks value)
    {
        _id = trigger.Id.Value;
        // For a falling reference the higher level is further past, for a rising one the lower.
        _past = Math.Abs(trigger.LevelAt(trigger.Peak).Value - value.Value);
        _onlyReduces = trigger.OnlyReduces;
        Slot = slot;
    }

    public int Slot { get; }

    public int CompareTo(FiredTrigger other)
    {
        if (_onlyReduces != other._onlyReduces) return _onlyReduces ? -1 : 1;
        return _past != other._past ? other._past.CompareTo(_past) : _id.CompareTo(other._id);
    }
}
