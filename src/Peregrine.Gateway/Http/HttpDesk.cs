using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Peregrine.Core;
using Peregrine.Gateway.Auth;
using Peregrine.Gateway.Errors;
using Peregrine.Gateway.Folds;
using Peregrine.Gateway.Native;
using Peregrine.Gateway.Rates;

namespace Peregrine.Gateway.Http;

/// <summary>Takes one request from its line to its answer: where it goes, who asks, what it costs, what it says.</summary>
internal sealed class HttpDesk : IDisposable
{
    private static readonly StringValues Csv = "text/csv; charset=utf-8; header=present";
    private readonly ConcurrentBag<ApiCall> _calls = [];
    private readonly Gateway _gateway;
    private readonly Router _router = new(NativeRoutes.All);
    private readonly RequestIds _ids;
    private readonly Cors _cors;
    private readonly RequestLog _log;

    public HttpDesk(Gateway gateway)
    {
        (_gateway, _ids, _cors) = (gateway, new RequestIds(gateway.Time), new Cors(gateway.Options.AllowedOrigins));
        _log = new RequestLog(gateway.Options.RequestLog, gateway.Time);
    }

    /// <summary>For whoever else takes requests.</summary>
    public RequestLog Log => _log;

    public void Dispose() => _log.Dispose();

    public async Task Handle(HttpContext http)
    {
        if (!_calls.TryTake(out ApiCall? call)) call = new ApiCall(_gateway);
        call.Begin(http, _ids.Next(), Stopwatch.GetTimestamp());
        try
        {
            if (_cors.Apply(http)) return;
            await Serve(call);
            Respond(call);
        }
        catch (BadHttpRequestException e)
        {
            call.Refuse(e.StatusCode == 413 ? new Problem(ApiCode.TooLarge, "The body is too large.") : new Problem(ApiCode.BadJson, "The request broke off or was no HTTP."));
            Respond(call);
        }
        catch (StorageException e)
        {
            _log.Failure(call, e);
            call.Refuse(new Problem(ApiCode.NotReady, "History cannot be read at the moment; trading goes on.") { RetryAfterMs = 1000 });
            Respond(call);
        }
        catch (Exception e) when (e is not OutOfMemoryException && !http.RequestAborted.IsCancellationRequested)
        {
            // Nothing is known of what went wrong, so nothing is told but where the log has it.
            _log.Failure(call, e);
            call.Refuse(new Problem(ApiCode.Internal, "Something went wrong here. The request id finds it in the venue's log."));
            Respond(call);
        }
        finally
        {
            _log.Add(call);
            _calls.Add(call);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask Serve(ApiCall call)
    {
        if (!Find(call)) return;
        Route route = call.Route!;
        // Until the body is read it may be an exit, and those are refused last.
        if (!call.TryChargeAddress(route.ChargesItself ? LimitClass.Exits : route.Class)) return;
        if (!await TakeBody(call, route)) return;
        if (!Admit(call, route)) return;
        if (_gateway.Broken(route.Needed) is { } broken)
        {
            call.Refuse(broken);
            return;
        }
        await route.Handle(call);
        // What was copied from a fold while it broke may be torn.
        if (route.Reads != FoldSet.None && _gateway.Broken(route.Reads) is { } broke) call.Refuse(broke);
    }

    private bool Find(ApiCall call)
    {
        HttpRequest request = call.Http.Request;
        Router.Match match = _router.Find(request.Method, request.Path.Value ?? "");
        if (match.Route is { } route)
        {
            call.Found(route, match.First, match.Second);
            return IsAcceptable(call);
        }
        if (match.Allow.Length == 0)
        {
            call.Refuse(new Problem(ApiCode.NotFound, "There is nothing at this path."));
            return false;
        }
        call.Http.Response.Headers.Allow = match.Allow;
        call.Refuse(new Problem(ApiCode.MethodNotAllowed, $"{request.Method} is not done here.") { Expected = match.Allow });
        return false;
    }

    private static bool IsAcceptable(ApiCall call)
    {
        StringValues accept = call.Http.Request.Headers.Accept;
        if (accept.Count == 0 || Takes(accept.ToString())) return true;
        if (call.Route!.HasCsv && call.WantsCsv) return true;
        call.Refuse(new Problem(ApiCode.NotAcceptable, "The venue answers in JSON, and with tables in CSV.") { Field = "Accept", Expected = "application/json" });
        return false;
    }

    private static bool Takes(string accept) =>
        accept.Contains("*/*", StringComparison.Ordinal) || accept.Contains("application/*", StringComparison.Ordinal) || accept.Contains("application/json", StringComparison.OrdinalIgnoreCase);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<bool> TakeBody(ApiCall call, Route route)
    {
        HttpRequest request = call.Http.Request;
        if (request.ContentLength is null or 0 && !request.Headers.ContainsKey("Transfer-Encoding")) return true;
        if (route.Body is not null && request.ContentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) != true)
        {
            call.Refuse(new Problem(ApiCode.UnsupportedMediaType, "Bodies are JSON.") { Field = "Content-Type", Expected = "application/json" });
            return false;
        }
        try
        {
            return await call.ReadBody();
        }
        catch (IOException e) when (e is not BadHttpRequestException)
        {
            // A chunk whose length is none, which the web server tells as if a wire had broken.
            call.Http.Response.Headers.Connection = "close";
            call.Refuse(new Problem(ApiCode.BadJson, "The body broke off or was no HTTP."));
            return false;
        }
    }

    private bool Admit(ApiCall call, Route route)
    {
        // Whoever shows a token to a public route may have an old one: it is not asked for, so it does not matter.
        if (route.Access == Access.Public) return true;
        Problem? problem = _gateway.Authenticator.Check(call.Http.Request, call.Sent, call.Address, out Principal who);
        if (problem is null && !who.IsSigned) problem = new Problem(ApiCode.Unauthenticated, "Sign in, or sign the request.");
        if (problem is not null)
        {
            call.Http.Response.Headers.WWWAuthenticate = "Bearer";
            call.Refuse(problem);
            return false;
        }
        call.Who = who;
        return MayUse(call, route) && (route.ChargesItself || call.TryCharge(route.Class));
    }

    private static bool MayUse(ApiCall call, Route route)
    {
        if (Permissions.May(call.Who, route)) return true;
        call.Refuse(Problem.Of(RejectCode.NotPermitted));
        return false;
    }

    private static void Respond(ApiCall call)
    {
        HttpResponse response = call.Http.Response;
        if (response.HasStarted) return;
        if (call.Problem is { } problem) Write(call, problem);
        IHeaderDictionary headers = response.Headers;
        headers["X-Request-Id"] = call.RequestId;
        SecurityHeaders.Apply(headers);
        if (call.Charge.Limit > 0) LimitHeaders.Apply(headers, call.Charge);
        if (call.IsCsv) headers.ContentType = Csv;
        JsonAnswer.Send(response, call.Answer, call.Status);
    }

    private static void Write(ApiCall call, Problem problem)
    {
        call.Status = problem.Code.Status;
        call.Answer.Clear();
        call.IsCsv = false;
        call.Answer.BeginObject().Name("error"u8);
        problem.Write(call.Answer, call.RequestIdUtf8);
        call.Answer.EndObject();
        if (problem.RetryAfterMs > 0) call.Http.Response.Headers.RetryAfter = LimitHeaders.Seconds(problem.RetryAfterMs);
    }
}
