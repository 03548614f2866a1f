using Peregrine.Gateway.Admin;
using Peregrine.Gateway.Http;

namespace Peregrine.Gateway.Native;

/// <summary>Everything that <c>/api/v1</c> serves.</summary>
internal static class NativeRoutes
{
    public static readonly Route[] All =
        [
            .. PublicRoutes.All, .. MarketRoutes.All, .. PriceRoutes.All, .. CandleRoutes.All, .. AuthRoutes.All, .. SecondFactorRoutes.All, .. FreshSignInRoutes.All, .. WayBackRoutes.All, .. ActivityRoutes.All, .. EmailRoutes.All, .. LinkRoutes.All, .. ProviderRoutes.All, .. PlayedProviderRoutes.All, .. AccountRoutes.All, .. KeyRoutes.All, .. OrderRoutes.All, .. PreviewRoutes.All,
            .. FactRoutes.All, .. RiskRoutes.All, .. HistoryRoutes.All, .. StandingRoutes.All, .. ExplainRoutes.All, .. LiabilityRoutes.All, .. PositionRoutes.All, .. AuctionRoutes.All, .. LendingRoutes.All,
            .. WithdrawalRoutes.All, .. PayoutRoutes.All, .. SettingRoutes.All, .. AdminRoutes.All, .. ChangeRoutes.All, .. LimitRoutes.All,
        ];
}
