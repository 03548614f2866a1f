using Peregrine.Core;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Liquidation;

/// <summary>Liquidation as the rest of the engine sees it: what is due, what a command must still do, whether users are locked out.</summary>
internal sealed class RiskDesk(EngineState state, RiskWatch watch, Liquidator liquidator, BackstopWork backstops)
{
    /// <summary>When a tick is wanted for it.</summary>
    public long NextDueNs => Math.Min(liquidator.NextDueNs, state.Lockout.IsOn ? state.Lockout.UntilNs : long.MaxValue);

    /// <summary>Somebody may have to be tested or liquidated.</summary>
    public bool HasWork => state.Suspects.Any || state.Cases.FirstReady != 0;

    /// <summary>The seconds are wanted.</summary>
    public bool WantsSeconds => backstops.HasWork;

    public void TickSecond() => backstops.Tick();

    /// <summary>Before a command: who has cooled down, and a lockout that is over.</summary>
    public void BeginCommand()
    {
        if (state.Suspects.IsOff) return;
        liquidator.BeginCommand();
        if (state.Lockout.Ends(state.NowNs)) TellLockout(0);
    }

    /// <summary>The sequencer says how many exits it refused since its last tick.</summary>
    public void Heard(in Tick tick)
    {
        if (tick.RefusedExits <= 0 || state.Suspects.IsOff || !state.Lockout.Refused(state.NowNs)) return;
        for (int id = 1; id <= state.MarketCount; id++) state.Markets[id].Risk.LockoutIndex = state.Markets[id].Index;
        TellLockout(tick.RefusedExits);
    }

    /// <summary>Tests suspects and works on one case. False when there is nothing left that this command may do.</summary>
    public bool Run()
    {
        bool tested = state.Suspects.Any;
        if (tested) watch.Test();
        return liquidator.RunOne() || (tested && state.Suspects.Any);
    }

    /// <summary>Tests suspects alone: the command may do no more.</summary>
    public void Test()
    {
        if (state.Suspects.Any) watch.Test();
    }

    public void Load() => watch.ArmAll();

    private void TellLockout(int refused)
    {
        for (int id = 1; id <= state.MarketCount; id++) state.Suspects.MoveMarket(id);
        state.Events.Add(0, 0, new LockoutChanged { UntilNs = state.Lockout.UntilNs, RefusedExits = refused, Active = state.Lockout.IsOn ? 1 : 0 });
    }
}
