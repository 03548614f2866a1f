using Peregrine.Gateway.Fapi.Accounts;
using Peregrine.Gateway.Fapi.Markets;
using Peregrine.Gateway.Fapi.Orders;
using Peregrine.Gateway.Fapi.Past;
using Peregrine.Gateway.Fapi.Streams;

namespace Peregrine.Gateway.Fapi.Http;

/// <summary>Everything that the dialect serves over HTTP. What is not here is not served, and says so.</summary>
internal static class FapiRoutes
{
    public static readonly FapiRoute[] All =
    [
        .. VenueRoutes.All, .. BookRoutes.All, .. TradeRoutes.All, .. CandleRoutes.All, .. TickerRoutes.All, .. RiskRoutes.All, .. BasisRoutes.All, .. FlowRoutes.All,
        .. OrderRoutes.All, .. BatchRoutes.All, .. AlgoRoutes.All,
        .. AccountRoutes.All, .. PositionRoutes.All, .. SettingRoutes.All, .. ListenKeyRoutes.All, .. PastRoutes.All, .. ForcedRoutes.All, .. PotRoutes.All,
        .. AmendmentRoutes.All,
    ];
}
