using Peregrine.Core;

namespace Peregrine.Engine.Snapshots;

/// <summary>Hears the whole state, kind after kind. A struct, so that a million records cost no calls through a table.</summary>
internal interface IStateSink
{
    /// <summary>All records of one kind follow, maybe none.</summary>
    void Begin<T>() where T : unmanaged, IEventBody;

    void Tell<T>(int account, int market, in T body) where T : unmanaged, IEventBody;

    /// <summary>That was the last of its kind.</summary>
    void End();
}
