using System.Runtime.InteropServices;
using Peregrine.Core;
using Peregrine.Engine.Accounts;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Orders;

/// <summary>Checks 1 to 3, which are the same for whatever is placed: rights and rate, a request seen before, a request too old.</summary>
internal sealed class OrderIntake(EngineState state, ClientIds clientIds, LimitBook limits, OrderRunner runner)
{
    /// <summary>False when <paramref name="code"/> already is the answer; that may be <see cref="RejectCode.None"/> for a request seen before.</summary>
    public bool Passes(
        in CommandHeader header, AllowedActions action, int market, in ClientOrderId clientId, ulong terms, long expiresNs,
        ref Outcome outcome, out RejectCode code, int orders = 1)
    {
        code = limits.IsFree(header.Account, header.Key) ? RejectCode.None : PermitAndCount(in header, action, market, orders);
        if (code != RejectCode.None) return false;
        int entry = clientId.IsEmpty || state.Rehearsal is not null ? 0 : clientIds.Find(header.Account, in clientId);
        if (entry != 0)
        {
            // Same id, same terms: the earlier answer with what became of it. A retry must never place a second order.
            bool same = clientIds.TermsOf(entry) == terms;
            code = same ? RejectCode.None : RejectCode.DuplicateIdMismatch;
            outcome.Duplicate = same;
            if (same) runner.Report(entry, ref outcome);
            return false;
        }
        if (expiresNs == 0 || expiresNs > state.NowNs) return true;
        code = RejectCode.ExpiredRequest;
        return false;
    }

    private RejectCode PermitAndCount(in CommandHeader header, AllowedActions action, int market, int orders)
    {
        RejectCode code = limits.Permit(header.Account, header.Key, action, market);
        if (state.Rehearsal is not null) return code;
        for (int i = 0; i < orders && code == RejectCode.None; i++) code = limits.CountOrder(header.Account, header.Key);
        return code;
    }

    /// <summary>The right to act in one more market.</summary>
    public RejectCode Permit(in CommandHeader header, AllowedActions action, int market) =>
        limits.Permit(header.Account, header.Key, action, market);

    /// <summary>A hash of everything a client asked; the caller blanks the id and the deadline of the request.</summary>
    /// <remarks>The kind keeps two requests apart whose bytes agree. A group continues with the hash of what came before.</remarks>
    public static ulong TermsOf<T>(in T terms, ulong before = 1) where T : unmanaged, ICommandBody =>
        Hash64.Extend(before ^ ((ulong)T.Kind << 32), MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in terms)));
}
