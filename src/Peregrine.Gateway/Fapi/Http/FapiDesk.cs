using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Peregrine.Gateway.Fapi.Errors;
using Peregrine.Gateway.Http;
using Peregrine.Identity.Keys;

namespace Peregrine.Gateway.Fapi.Http;

/// <summary>Takes the dialect's requests over HTTP: finds the route, reads query and form, charges, checks who asks, answers.</summary>
internal sealed class FapiDesk
{
    private const int QueryMax = 16 * 1024;
    private static readonly string[] Prefixes = ["/fapi/", "/futures/data/", "/sapi/"];
    private readonly FapiGateway _dialect;
    private readonly RequestLog _log;
    private readonly RequestIds _ids;
    private readonly Cors _cors;
    private readonly ConcurrentBag<RequestBody> _bodies = [];
    private readonly Dictionary<(string Method, string Path), FapiRoute> _routes = FapiRoutes.All.ToDictionary(r => (r.Method, r.Path));
    private readonly HashSet<string> _paths = [.. FapiRoutes.All.Select(r => r.Path)];

    public FapiDesk(FapiGateway dialect, RequestLog log)
    {
        (_dialect, _log) = (dialect, log);
        _ids = new RequestIds(dialect.Gateway.Time);
        _cors = new Cors(dialect.Gateway.Options.AllowedOrigins);
    }

    public static bool Takes(string path) => Array.Exists(Prefixes, p => path.StartsWith(p, StringComparison.Ordinal));

    public async Task Handle(HttpContext http)
    {
        if (_cors.Apply(http)) return;
        long startedAt = Stopwatch.GetTimestamp();
        FapiCall call = _dialect.Rent(http.Connection.RemoteIpAddress ?? IPAddress.None);
        string id = _ids.Next();
        Exception? failure = null;
        try
        {
            await Serve(call, http);
        }
        catch (IOException)
        {
            call.Refuse(new FapiError(-1013, "Invalid message: the request broke off or was too large."));
        }
        catch (Exception e) when (e is not OutOfMemoryException && !http.RequestAborted.IsCancellationRequested)
        {
            failure = e;
            call.Refuse(FapiError.Internal);
        }
        Respond(call, http.Response, id);
        _log.Add(id, call.Route?.Name ?? "no route", http.Response.StatusCode, call.Error?.Code.ToString(CultureInfo.InvariantCulture), startedAt, call.Who, call.Address, failure);
        _dialect.Return(call);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask Serve(FapiCall call, HttpContext http)
    {
        HttpRequest request = http.Request;
        if (!TryFind(call, request)) return;
        FapiRoute route = call.Route!;
        if (!_bodies.TryTake(out RequestBody? body)) body = new RequestBody();
        body.Clear();
        try
        {
            bool hasBody = request.ContentLength is > 0 || request.Headers.ContainsKey("Transfer-Encoding");
            if (hasBody && !await body.Read(request.BodyReader)) call.Refuse(new FapiError(-1013, $"Invalid message: a body has at most {Gateway.BodyMax} bytes."));
            else if (TryAdmit(call, route, request, body)) await _dialect.Run(call, route);
        }
        finally
        {
            _bodies.Add(body);
        }
    }

    private bool TryFind(FapiCall call, HttpRequest request)
    {
        string path = request.Path.Value ?? "";
        if (_routes.TryGetValue((request.Method, path), out FapiRoute? route))
        {
            call.Route = route;
            return true;
        }
        call.Refuse(_paths.Contains(path) ? FapiError.NotSupported with { Status = 405 } : new FapiError(-1020, "There is nothing at this path, or this venue does not serve it.", 404));
        return false;
    }

    private bool TryAdmit(FapiCall call, FapiRoute route, HttpRequest request, RequestBody body)
    {
        string raw = request.HttpContext.Features.Get<IHttpRequestFeature>()!.RawTarget;
        int question = raw.IndexOf('?', StringComparison.Ordinal);
        ReadOnlySpan<char> query = question < 0 ? default : raw.AsSpan(question + 1);
        if (query.Length > QueryMax)
        {
            call.Refuse(new FapiError(-1013, $"Invalid message: a query has at most {QueryMax} characters."));
            return false;
        }
        byte[] text = ArrayPool<byte>.Shared.Rent(2 * query.Length + body.Length + 16);
        try
        {
            int length = Encoding.Latin1.GetBytes(query, text);
            call.Params.AddForm(text.AsSpan(0, length));
            call.Params.AddForm(body.Bytes);
            if (_dialect.Usage.Charge(call.Address, route.WeightOf(call.Params), route.IsExit) is { } tooMuch)
            {
                call.Refuse(tooMuch);
                return false;
            }
            if (route.Security == FapiSecurity.Open) return call.Error is null;
            Span<byte> signed = text.AsSpan(length);
            int at = FapiSigner.Append(text.AsSpan(0, length), signed);
            at += FapiSigner.Append(body.Bytes, signed[at..]);
            return TryKnow(call, route, request.Headers["X-MBX-APIKEY"], signed[..at]);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(text);
        }
    }

    private bool TryKnow(FapiCall call, FapiRoute route, StringValues header, ReadOnlySpan<byte> signed)
    {
        string key = header.Count == 1 ? header[0]! : "";
        FapiError? error;
        if (route.Security == FapiSecurity.Signed) error = _dialect.Signer.Check(call, key, signed);
        else if ((error = _dialect.Signer.Find(call, key, out KeyUse use)) is null) _dialect.Signer.Accept(call, key, in use);
        if (error is not null) call.Refuse(error);
        return call.Error is null;
    }

    private void Respond(FapiCall call, HttpResponse response, string id)
    {
        if (response.HasStarted) return;
        IHeaderDictionary headers = response.Headers;
        if (call.Error is { } error)
        {
            call.WriteError();
            if (error.RetryAfterS > 0) headers.RetryAfter = LimitHeaders.Number(error.RetryAfterS);
        }
        headers["X-Request-Id"] = id;
        SecurityHeaders.Apply(headers);
        headers["X-MBX-USED-WEIGHT-1M"] = LimitHeaders.Number(_dialect.Usage.Weight(call.Address));
        if (call.OrdersCharged > 0)
        {
            (int brief, int minute) = _dialect.Usage.Orders(call.Who.Account);
            headers["X-MBX-ORDER-COUNT-10S"] = LimitHeaders.Number(brief);
            headers["X-MBX-ORDER-COUNT-1M"] = LimitHeaders.Number(minute);
        }
        JsonAnswer.Send(response, call.Answer, call.Error?.Status ?? StatusCodes.Status200OK);
    }
}
