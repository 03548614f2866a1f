using Peregrine.Core;
using Peregrine.Engine.Accounts;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Positions;

/// <summary>Sets, resets and lifts market-maker protection. What fires it belongs to matching.</summary>
internal sealed class MmpSettings(EngineState state, LimitBook limits)
{
    private const long SpanMaxNs = 24L * 3600 * 1_000_000_000;

    public RejectCode Set(in Command command, ref Outcome outcome)
    {
        ref readonly SetMmp body = ref Command.Body<SetMmp>(in command);
        int account = command.Header.Account;
        RejectCode code = limits.Permit(account, command.Header.Key, AllowedActions.Trade, body.Market);
        if (code != RejectCode.None) return code;
        if (!state.HasMarket(body.Market)) return RejectCode.UnknownMarket;
        bool lifts = body is { Qty.Value: 0, WindowNs: 0, FreezeNs: 0 };
        bool complete = body.Qty.Value > 0 && body.WindowNs is > 0 and <= SpanMaxNs && body.FreezeNs is > 0 and <= SpanMaxNs;
        if (!lifts && !complete) return RejectCode.BadValue;
        if (body.ResetOnly > 1 || (body.ResetOnly == 1 && !lifts)) return RejectCode.BadValue;
        if (state.Accounts[account].Status == AccountStatus.Closed) return RejectCode.AccountState;
        int slot = state.FindPosition(account, body.Market);
        int old = state.Positions[slot].Mmp;
        if (!lifts && (slot == 0 && state.Positions.Full || old == 0 && state.Mmps.Full)) return RejectCode.CapacityFull;
        // From here on nothing may fail.
        MmpState settings = body.ResetOnly == 1
            ? Fresh(state.Mmps[old].Qty, state.Mmps[old].WindowNs, state.Mmps[old].FreezeNs)
            : Fresh(body.Qty, body.WindowNs, body.FreezeNs);
        Store(account, body.Market, old, in settings);
        state.Events.Add(account, body.Market, new MmpSet { Qty = settings.Qty, WindowNs = settings.WindowNs, FreezeNs = settings.FreezeNs });
        return RejectCode.None;
    }

    private void Store(int account, int market, int old, in MmpState settings)
    {
        if (settings.Qty.Value == 0)
        {
            if (old == 0) return;
            state.Positions[state.FindPosition(account, market)].Protect(0);
            state.Mmps.Return(old);
            return;
        }
        int slot = old != 0 ? old : state.Mmps.Rent();
        state.Mmps[slot] = settings;
        state.Positions[state.NeedPosition(account, market)].Protect(slot);
    }

    // No counter and no freeze: the call itself resets them.
    private static MmpState Fresh(Lots qty, long windowNs, long freezeNs) => new() { Qty = qty, WindowNs = windowNs, FreezeNs = freezeNs };
}
