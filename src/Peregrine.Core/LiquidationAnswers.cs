namespace Peregrine.Core;

/// <summary>How far a cross account or an isolated pot is from its liquidation.</summary>
public readonly record struct HealthAnswer(Micros Equity, Micros MaintenanceMargin, bool IsLiquidating)
{
    /// <summary>Equity in thousandths of the margin, no more than a million; 0 or less has nothing left.</summary>
    public long RatioPermille => MaintenanceMargin.Value == 0
        ? (Equity.Value < 0 ? 0 : 1_000_000)
        : (long)Int128.Clamp((Int128)Equity.Value * 1000 / MaintenanceMargin.Value, -1_000_000, 1_000_000);
}

/// <summary>Where a position would be liquidated and where nothing would be left of it; a price of 0 is none.</summary>
public readonly record struct LiquidationPriceAnswer(Subticks Liquidation, Subticks Bankruptcy, Subticks BankruptcyWithFee);

/// <summary>Where a position stands among those that may be deleveraged with it.</summary>
/// <param name="Rank">From 1, the first to be asked; 0 for who is not asked.</param>
/// <param name="Of">How many there are.</param>
/// <param name="ScorePpb">Profit and leverage, less of it when hedged.</param>
/// <param name="Taken">Lots that a deleveraging of the asked size would take.</param>
/// <param name="Forgone">Paper profit given up by that, against mark.</param>
public readonly record struct AdlAnswer(int Rank, int Of, long ScorePpb, Lots Taken, Micros Forgone);

/// <summary>What one market's mark moving would do to an account.</summary>
public readonly record struct ShockAnswer(Subticks Mark, Micros Equity, Micros MaintenanceMargin, Micros Change, bool WouldBeLiquidated);
