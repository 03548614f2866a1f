using Peregrine.Core;

namespace Peregrine.Engine.Matching;

/// <summary>A level as the outside may see it; the default is a level without orders.</summary>
internal readonly record struct LevelView(Ticks Price, Lots Total, int Count, int Head)
{
    public bool Exists => Count != 0;
}
