using System.Runtime.CompilerServices;
using Peregrine.Core;

namespace Peregrine.Engine.Snapshots;

/// <summary>Tells the state as events, for whoever begins to follow in the middle.</summary>
/// <remarks>Who follows may show what it hears. So a TWAP's salt, from which anybody could foretell the slices, and sealed quotes are told as 0; a snapshot keeps them.</remarks>
internal readonly struct EventSink(EventWriter events) : IStateSink
{
    public void Begin<T>() where T : unmanaged, IEventBody { }

    public void Tell<T>(int account, int market, in T body) where T : unmanaged, IEventBody
    {
        ref T told = ref events.Next<T>(account, market);
        told = body;
        if (typeof(T) == typeof(StateTwap)) Unsafe.As<T, StateTwap>(ref told).Salt = 0;
        if (typeof(T) == typeof(StateQuote)) (Unsafe.As<T, StateQuote>(ref told).Price, Unsafe.As<T, StateQuote>(ref told).Qty) = (default, default);
    }

    public void End() { }
}
