using Peregrine.Core;

namespace Peregrine.Engine.State;

/// <summary>What a handler reports beside its code; becomes the command's <see cref="CommandDone"/>.</summary>
internal struct Outcome
{
    public long Detail1;
    public long Detail2;
    public OrderState State;
    public bool Duplicate;
}
