using System.Runtime.CompilerServices;
using Peregrine.Core;

namespace Peregrine.Engine.State;

/// <summary>One exit of a bracket. It is over when it is not alive; alive with nothing active, it sleeps until its entry fills more.</summary>
internal struct BracketExit
{
    public AddExit Terms;
    /// <summary>Its part of the whole entry: q_i, or all of it for the stop.</summary>
    public Lots Size;
    /// <summary>What the entry's fills have handed to it so far. Only a difference is ever added, so that lots once trimmed do not come back.</summary>
    public Lots Granted;
    public Lots Filled;
    /// <summary>Active lots of a limit that would cross the book where they came up; they run when the command's own work is done.</summary>
    public Lots Queued;
    public bool IsAlive;

    public readonly bool IsStop => Terms.Trigger is TriggerKind.Stop or TriggerKind.Trailing;
    public readonly bool IsLimit => Terms.Trigger == TriggerKind.None;
}

/// <summary>The exits of one bracket in the order in which they were given.</summary>
[InlineArray(Max)]
internal struct BracketExits
{
    public const int Max = 5;
    private BracketExit _first;
}
