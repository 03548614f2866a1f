namespace Peregrine.Core;

/// <summary>The figures that decide what an account may do, at the marks of the moment (domain §6).</summary>
/// <param name="EquityInit">Equity for new risk: paper profit weighted, collateral at its strict weight.</param>
/// <param name="EquityMaint">Equity against which liquidation is measured.</param>
/// <param name="EquityWithdraw">Equity without any paper profit.</param>
/// <param name="InitialMargin">What its cross positions and resting orders ask.</param>
/// <param name="MaintenanceMargin">What its cross positions ask so as not to be liquidated.</param>
/// <param name="PositionNotional">Of its cross positions.</param>
/// <param name="Available">For new risk; below 0 what is missing.</param>
/// <param name="Withdrawable">What could leave the account now, before the caps of single assets.</param>
public readonly record struct AccountFigures(
    Micros EquityInit, Micros EquityMaint, Micros EquityWithdraw, Micros InitialMargin, Micros MaintenanceMargin, Micros PositionNotional,
    Micros Available, Micros Withdrawable);
