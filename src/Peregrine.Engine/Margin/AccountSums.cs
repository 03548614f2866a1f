using Peregrine.Core;

namespace Peregrine.Engine.Margin;

/// <summary>The figures that decide what an account may do: equity at three strictnesses and what is asked of it.</summary>
internal struct AccountSums
{
    /// <summary>E_init: paper profit weighted, collateral at its strict weight.</summary>
    public Micros EquityInit;
    /// <summary>E_maint.</summary>
    public Micros EquityMaint;
    /// <summary>E_wd: no paper profit at all.</summary>
    public Micros EquityWithdraw;
    /// <summary>Σ IM over cross markets, and what resting orders of isolated ones will ask.</summary>
    public Micros InitialMargin;
    public Micros MaintenanceMargin;
    /// <summary>Σ |P| over cross markets.</summary>
    public Micros PositionNotional;

    public readonly Micros Available => EquityInit - InitialMargin;

    public void AddCash(Micros cash)
    {
        EquityInit += cash;
        EquityMaint += cash;
        EquityWithdraw += cash;
    }
}
