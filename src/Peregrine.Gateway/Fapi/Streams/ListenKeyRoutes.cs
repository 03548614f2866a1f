using Peregrine.Core;
using Peregrine.Gateway.Fapi.Errors;
using Peregrine.Gateway.Fapi.Http;

namespace Peregrine.Gateway.Fapi.Streams;

/// <summary>Listen keys over HTTP: by the API key's name alone, as the dialect has it.</summary>
internal static class ListenKeyRoutes
{
    public static readonly FapiRoute[] All =
    [
        Keyed("POST", "Makes a listen key, or gives the living one another hour.", Open),
        Keyed("PUT", "Gives the listen key another hour.", Extend),
        Keyed("DELETE", "Ends the listen key.", Close),
    ];

    public static ValueTask Open(FapiCall call)
    {
        Write(call, call.Dialect.ListenKeys.Open(call));
        return default;
    }

    public static ValueTask Extend(FapiCall call)
    {
        if (call.Dialect.ListenKeys.Extend(call) is { } key) Write(call, key);
        else call.Refuse(FapiError.NoListenKey);
        return default;
    }

    public static ValueTask Close(FapiCall call)
    {
        call.Dialect.ListenKeys.Close(call);
        call.Answer.BeginObject().EndObject();
        return default;
    }

    private static FapiRoute Keyed(string method, string summary, Func<FapiCall, ValueTask> handle) =>
        new(method, "/fapi/v1/listenKey", 1, FapiSecurity.Key, AllowedActions.Read, summary, handle);

    private static void Write(FapiCall call, ListenKey key) => call.Answer.BeginObject().Name("listenKey"u8).String(key.Name).EndObject();
}
