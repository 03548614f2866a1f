using System.Text;
using System.Text.Json;
using Peregrine.Gateway.Fapi.Errors;
using Peregrine.Gateway.Fapi.Http;
using Peregrine.Gateway.Fapi.Markets;
using Peregrine.Gateway.Fapi.Rates;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Streams;
using Peregrine.Identity.Keys;

namespace Peregrine.Gateway.Fapi.Socket;

/// <summary>Requests of the dialect over a socket: any number under way, each answered by its id when it is done.</summary>
internal sealed class SocketApi(StreamSession session, FapiGateway dialect, bool tellsLimits) : IFrameDesk
{
    public const string Path = "/ws-fapi/v1";

    private const int Ok = 200;
    private readonly long _connectedMs = dialect.Gateway.Time.GetUtcNow().ToUnixTimeMilliseconds();
    private string? _key;
    private long _authorizedMs;

    public void Take(ReadOnlySpan<byte> message, bool isBinary)
    {
        FapiCall call = dialect.Rent(session.Address);
        byte[] id = [.. "null"u8];
        string method = "";
        try
        {
            using JsonDocument document = JsonDocument.Parse(message.ToArray());
            JsonElement request = document.RootElement;
            if (request.ValueKind != JsonValueKind.Object) throw new JsonException("no object");
            if (request.TryGetProperty("id"u8, out JsonElement given) && given.ValueKind is JsonValueKind.String or JsonValueKind.Number) id = Encoding.UTF8.GetBytes(given.GetRawText());
            if (request.TryGetProperty("method"u8, out JsonElement named) && named.ValueKind == JsonValueKind.String) method = named.GetString()!;
            if (request.TryGetProperty("params"u8, out JsonElement parameters)) call.Params.AddJson(Encoding.UTF8.GetBytes(parameters.GetRawText()));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            call.Refuse(new FapiError(-1013, "Invalid message: expected one JSON object with id, method and params."));
        }
        _ = Run(call, id, method);
    }

    private async Task Run(FapiCall call, byte[] id, string method)
    {
        try
        {
            await Serve(call, method);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            dialect.LogFailure(call, method, e);
            call.Refuse(FapiError.Internal);
        }
        Answer(call, id);
        dialect.Return(call);
    }

    private async ValueTask Serve(FapiCall call, string method)
    {
        if (call.Error is not null) return;
        if (method.StartsWith("session.", StringComparison.Ordinal))
        {
            Session(call, method["session.".Length..]);
            return;
        }
        if (SocketMethods.Find(method) is not { } route)
        {
            call.Refuse(new FapiError(-1020, "There is no such method, or this venue does not serve it."));
            return;
        }
        call.Route = route;
        if (dialect.Usage.Charge(call.Address, route.WeightOf(call.Params), route.IsExit) is { } tooMuch) call.Refuse(tooMuch);
        else if (TryKnow(call, route)) await dialect.Run(call, route);
    }

    private bool TryKnow(FapiCall call, FapiRoute route)
    {
        if (route.Security == FapiSecurity.Open) return true;
        string key = call.Params.String("apiKey"u8);
        bool isLoggedOn = _key is not null && key.Length == 0;
        FapiError? error;
        if (route.Security == FapiSecurity.Signed && !isLoggedOn) error = Check(call, key);
        else if ((error = dialect.Signer.Find(call, isLoggedOn ? _key : key, out KeyUse use)) is null) dialect.Signer.Accept(call, isLoggedOn ? _key! : key, in use);
        if (error is not null) call.Refuse(error);
        return call.Error is null;
    }

    // Some clients sign values as they are, others percent-encoded.
    private FapiError? Check(FapiCall call, string key)
    {
        FapiError? error = dialect.Signer.Check(call, key, call.Params.Sorted(isEncoded: false));
        return error == FapiError.BadSignature ? dialect.Signer.Check(call, key, call.Params.Sorted(isEncoded: true)) : error;
    }

    private void Session(FapiCall call, string verb)
    {
        switch (verb)
        {
            case "logon":
                string key = call.Params.String("apiKey"u8);
                if (Check(call, key) is { } error)
                {
                    call.Refuse(error);
                    return;
                }
                (_key, _authorizedMs, session.Who) = (key, call.NowMs, call.Who);
                break;
            case "logout":
                (_key, _authorizedMs, session.Who) = (null, 0, default);
                break;
            case "status": break;
            default:
                call.Refuse(new FapiError(-1020, "There is no such method, or this venue does not serve it."));
                return;
        }
        JsonText json = call.Answer.BeginObject().Name("apiKey"u8);
        if (_key is null) json.Null().Name("authorizedSince"u8).Null();
        else json.String(_key).Name("authorizedSince"u8).Number(_authorizedMs);
        json.Name("connectedSince"u8).Number(_connectedMs).Name("returnRateLimits"u8).Bool(tellsLimits).Name("serverTime"u8).Number(call.NowMs).EndObject();
    }

    private void Answer(FapiCall call, byte[] id)
    {
        var json = new JsonText();
        json.BeginObject().Name("id"u8).Raw(id).Name("status"u8).Number(call.Error?.Status ?? Ok);
        if (call.Error is { } error) FapiCall.Write(json.Name("error"u8), error);
        else json.Name("result"u8).Raw(call.Answer.Written.Span);
        if (tellsLimits && call.Params.Flag("returnRateLimits"u8, orElse: true)) Limits(json.Name("rateLimits"u8), call);
        session.Post(json.EndObject().Written.Span);
    }

    private void Limits(JsonText json, FapiCall call)
    {
        FapiLimits limits = dialect.Usage.Limits;
        json.BeginArray();
        if (call.OrdersCharged > 0)
        {
            (int brief, int minute) = dialect.Usage.Orders(call.Who.Account);
            ExchangeInfo.RateLimit(json, "ORDERS"u8, "SECOND"u8, UsageBook.TenSecondsMs / 1000, limits.OrdersPer10Seconds).Name("count"u8).Number(brief).EndObject();
            ExchangeInfo.RateLimit(json, "ORDERS"u8, "MINUTE"u8, 1, limits.OrdersPerMinute).Name("count"u8).Number(minute).EndObject();
        }
        ExchangeInfo.RateLimit(json, "REQUEST_WEIGHT"u8, "MINUTE"u8, 1, limits.WeightPerMinute).Name("count"u8).Number(dialect.Usage.Weight(call.Address)).EndObject();
        json.EndArray();
    }
}
