using Peregrine.Core;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Accounts;

/// <summary>Bounds what all accounts together may withdraw of an asset in an hour and in a day (domain §16.5): a thief, or a bug, needs time.</summary>
/// <remarks>
/// Hours and days are those of UTC, so twice a cap can leave around midnight; a sliding window would have to remember every withdrawal.
/// "Inside" is what was deposited less what was paid out and confirmed: what lies in the vault by the books, with what is on its way.
/// </remarks>
internal sealed class WithdrawalCaps(EngineState state)
{
    /// <summary>As a floor: there is never more of an asset than this.</summary>
    public const long NoCap = Collateral.AmountMax;
    private const long HourNs = 3_600_000_000_000;
    private const int DayHours = 24;
    /// <summary>One part in this many may leave.</summary>
    private const long PerHour = 100;
    private const long PerDay = 10;

    public RejectCode Set(in Command command, ref Outcome outcome)
    {
        ref readonly SetWithdrawalCaps body = ref Command.Body<SetWithdrawalCaps>(in command);
        if (!state.HasAsset(body.Asset)) return RejectCode.UnknownAsset;
        if (body.Floor is < 0 or > NoCap) return RejectCode.BadParameter;
        // With users to protect, raising takes two and a day.
        if (state.Life.FoundingEnded && body.Floor > state.Assets[body.Asset].WithdrawalFloor) return RejectCode.NotPermitted;
        // From here on nothing may fail.
        state.Assets[body.Asset].WithdrawalFloor = body.Floor;
        state.Events.Add(0, 0, new WithdrawalCapsSet { Floor = body.Floor, Asset = body.Asset });
        outcome.Detail1 = body.Asset;
        return RejectCode.None;
    }

    /// <summary>Whether so much more of the asset may be asked for now. The floor bounds the day too, or a young venue would hold everybody back.</summary>
    public bool Allow(int asset, long amount)
    {
        Asset known = state.Assets[asset];
        (long hour, long day) = Asked(known);
        long inside = Inside(asset);
        return amount <= Math.Max(inside / PerHour, known.WithdrawalFloor) - hour
            && amount <= Math.Max(inside / PerDay, known.WithdrawalFloor) - day;
    }

    /// <summary>Counts a withdrawal when it is asked for. A refund gives nothing back: what could have left is what is bounded.</summary>
    public void Count(int asset, long amount)
    {
        Asset known = state.Assets[asset];
        (long hour, long day) = Asked(known);
        (known.WithdrawalHour, known.HourWithdrawn, known.DayWithdrawn) = (Hour, hour + amount, day + amount);
    }

    // What counts of the last withdrawals' hour and day: nothing once they are over.
    private (long Hour, long Day) Asked(Asset known)
    {
        long hour = known.WithdrawalHour == Hour ? known.HourWithdrawn : 0;
        long day = known.WithdrawalHour / DayHours == Hour / DayHours ? known.DayWithdrawn : 0;
        return (hour, day);
    }

    private int Hour => (int)(state.NowNs / HourNs);

    private long Inside(int asset) => asset == EngineState.SettleAsset
        ? (state.System.Deposited - state.System.Withdrawn).Value
        : state.Assets[asset].Deposited - state.Assets[asset].Withdrawn;
}
