using Peregrine.Core;

namespace Peregrine.Engine.Lifecycle;

/// <summary>What operators do only two together, besides changing parameters.</summary>
internal static class ByTwo
{
    public static bool May(CommandKind kind) => kind is CommandKind.ListAsset or CommandKind.SetMarketState or CommandKind.SetFeeTier or CommandKind.SetAccountStatus
        or CommandKind.SetLiquidation or CommandKind.SetBackstop or CommandKind.SetCollateralBuyer or CommandKind.FundInsurance or CommandKind.CallAuction
        or CommandKind.DelistMarket or CommandKind.EndFounding or CommandKind.ResolveWithdrawal or CommandKind.GrantRole
        or CommandKind.SetFeed or CommandKind.SetAssetPrice or CommandKind.AllowFactorReset;

    /// <summary>Halting makes nobody's position larger and waits for nobody.</summary>
    public static bool IsHalt(in Command wanted) =>
        wanted.Header.Kind == CommandKind.SetMarketState && Command.Body<SetMarketState>(in wanted).State == MarketState.Halted;
}
