namespace Peregrine.Engine.Triggers;

/// <summary>Which of a reference's triggers may fire in the market's present state.</summary>
[Flags]
internal enum TriggerScope : byte
{
    All = 0,
    ReduceOnly = 1,
    /// <summary>Last-price triggers that gave up the guard, whatever mark is.</summary>
    Unguarded = 2,
}
