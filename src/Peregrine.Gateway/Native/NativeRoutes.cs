using Peregrine.Gateway.Admin;
using Peregrine.Gateway.Http;

namespace Peregrine.Gateway.Native;

/// <summary>Everything that <c>/api/v1</c> serves.</summary>
internal static class NativeRoutes
{
    public static readonly Route[] All =
        [.. PublicRoutes.All, .. MarketRoutes.All, .. AuthRoutes.All, .. AccountRoutes.All, .. KeyRoutes.All, .. OrderRoutes.All, .. PreviewRoutes.All, .. FactRoutes.All, .. RiskRoutes.All, .. PositionRoutes.All, .. PriceRoutes.All, .. AuctionRoutes.All, .. LendingRoutes.All, .. WithdrawalRoutes.All, .. AdminRoutes.All];
}
