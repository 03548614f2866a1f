using Peregrine.Gateway.Fapi.Http;

namespace Peregrine.Gateway.Fapi.Socket;

/// <summary>What the methods of the socket are called over HTTP: the same routes answer both.</summary>
internal static class SocketMethods
{
    private static readonly Dictionary<string, FapiRoute> Routes = new(StringComparer.Ordinal)
    {
        ["ping"] = Twin("GET", "/fapi/v1/ping"),
        ["time"] = Twin("GET", "/fapi/v1/time"),
        ["exchangeInfo"] = Twin("GET", "/fapi/v1/exchangeInfo"),
        ["depth"] = Twin("GET", "/fapi/v1/depth"),
        ["ticker.price"] = Twin("GET", "/fapi/v1/ticker/price"),
        ["ticker.book"] = Twin("GET", "/fapi/v1/ticker/bookTicker"),
        ["order.place"] = Twin("POST", "/fapi/v1/order"),
        ["order.modify"] = Twin("PUT", "/fapi/v1/order"),
        ["order.cancel"] = Twin("DELETE", "/fapi/v1/order"),
        ["order.status"] = Twin("GET", "/fapi/v1/order"),
        ["algoOrder.place"] = Twin("POST", "/fapi/v1/algoOrder"),
        ["algoOrder.cancel"] = Twin("DELETE", "/fapi/v1/algoOrder"),
        ["account.status"] = Twin("GET", "/fapi/v2/account"),
        ["v2/account.status"] = Twin("GET", "/fapi/v3/account"),
        ["account.balance"] = Twin("GET", "/fapi/v2/balance"),
        ["v2/account.balance"] = Twin("GET", "/fapi/v3/balance"),
        ["account.position"] = Twin("GET", "/fapi/v2/positionRisk"),
        ["v2/account.position"] = Twin("GET", "/fapi/v3/positionRisk"),
        ["userDataStream.start"] = Twin("POST", "/fapi/v1/listenKey"),
        ["userDataStream.ping"] = Twin("PUT", "/fapi/v1/listenKey"),
        ["userDataStream.stop"] = Twin("DELETE", "/fapi/v1/listenKey"),
    };

    public static FapiRoute? Find(string method) => Routes.GetValueOrDefault(method);

    private static FapiRoute Twin(string method, string path) => FapiRoutes.All.First(r => r.Method == method && r.Path == path);
}
