using Peregrine.Core;

namespace Peregrine.Engine.Snapshots;

/// <summary>Tells the state as events, for whoever begins to follow in the middle.</summary>
internal readonly struct EventSink(EventWriter events) : IStateSink
{
    public void Begin<T>() where T : unmanaged, IEventBody { }
    public void Tell<T>(int account, int market, in T body) where T : unmanaged, IEventBody => events.Add(account, market, in body);
    public void End() { }
}
