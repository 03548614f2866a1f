using Peregrine.Engine.State;

namespace Peregrine.Engine.Margin;

/// <summary>Where the sums over an account read its positions: as they are, or as a plan would leave them. A struct, so that the question inlines.</summary>
internal interface IPositionView
{
    ref readonly Position At(int slot);
}
