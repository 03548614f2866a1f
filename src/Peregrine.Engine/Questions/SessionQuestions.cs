using Peregrine.Core;
using Peregrine.Engine.Matching;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Questions;

/// <summary>Which sessions still have orders: asked once, when a venue starts. Walks everything that lives.</summary>
internal sealed class SessionQuestions(EngineState state)
{
    public BoundSessions Bound()
    {
        SortedSet<(int Account, int Session)> found = [];
        for (int slot = 1; slot <= state.Orders.HighWater; slot++)
        {
            ref Order order = ref state.Orders[slot];
            int session = order.Id == 0 ? 0 : state.Extras[state.Details[slot].Extra].Session;
            if (session != 0) found.Add((order.Account, session));
        }
        for (int slot = 1; slot <= state.Triggers.Triggers.HighWater; slot++)
        {
            ref Triggers.Trigger trigger = ref state.Triggers.Triggers[slot];
            if (!trigger.Id.IsNone && trigger.Session != 0) found.Add((trigger.Account, trigger.Session));
        }
        for (int slot = 1; slot <= state.Twaps.HighWater; slot++)
        {
            ref TwapOrder twap = ref state.Twaps[slot];
            if (!twap.Id.IsNone && twap.Session != 0) found.Add((twap.Account, twap.Session));
        }
        List<BoundSession> sessions = [];
        foreach ((int account, int session) in found) sessions.Add(new BoundSession(account, session));
        return new BoundSessions(sessions);
    }
}
