using Peregrine.Core;
using Peregrine.Engine.Liquidation;

namespace Peregrine.Engine.State;

/// <summary>What stands behind a market's positions: its terms of liquidation, insurance, backstop, and when it may be trusted again.</summary>
internal sealed class MarketRisk
{
    private const int SlipPpb = 20_000_000;
    private const int FeePpb = 2_000_000;
    private const int AllowancePpb = 550_000;

    public MarketRisk(int market)
    {
        Terms = new SetLiquidation { SlipPpb = SlipPpb, FeePpb = FeePpb, AllowancePpb = AllowancePpb, Market = (ushort)market };
        Backstop.Market = (ushort)market;
    }

    public SetLiquidation Terms;
    public SetBackstop Backstop;
    public InsurancePot Insurance;
    /// <summary>At or below 0: losses that nobody could pay.</summary>
    public Micros BadDebt;
    /// <summary>UTC hour since the epoch in which the backstop took <see cref="HourIntake"/> of notional.</summary>
    public long IntakeHour;
    public Micros HourIntake;
    /// <summary>UTC minute since the epoch in which the backstop works, and <see cref="Market.Traded"/> when it began.</summary>
    public long Minute;
    public Lots MinuteBegan;
    public TrustedAgain Trust;
    /// <summary>What the market's prices allowed when they last came.</summary>
    public StepRight ByPrice = StepRight.None;
    /// <summary>The index when the present lockout began.</summary>
    public Subticks LockoutIndex;
}
