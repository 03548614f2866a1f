using Peregrine.Gateway.Admin;
using Peregrine.Gateway.Http;

namespace Peregrine.Gateway.Native;

/// <summary>Everything that <c>/api/v1</c> serves.</summary>
internal static class NativeRoutes
{
    public static readonly Route[] All =
        [.. PublicRoutes.All, .. MarketRoutes.All, .. CandleRoutes.All, .. AuthRoutes.All, .. AccountRoutes.All, .. KeyRoutes.All, .. OrderRoutes.All, .. FactRoutes.All, .. HistoryRoutes.All, .. StandingRoutes.All, .. ExplainRoutes.All, .. LiabilityRoutes.All, .. PositionRoutes.All, .. AdminRoutes.All];
}
