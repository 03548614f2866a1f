using Peregrine.Core;

namespace Peregrine.Engine.Matching;

/// <summary>What a level holds after a change: its visible lots and how many orders.</summary>
internal readonly record struct LevelSum(Lots Total, int Count);
