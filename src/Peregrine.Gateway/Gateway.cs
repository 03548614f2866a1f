using Microsoft.AspNetCore.Http;
using Peregrine.Core;
using Peregrine.Gateway.Auth;
using Peregrine.Gateway.Docs;
using Peregrine.Gateway.Fapi;
using Peregrine.Gateway.Fapi.Http;
using Peregrine.Gateway.Fapi.Streams;
using Peregrine.Gateway.Http;
using Peregrine.Gateway.Markets;
using Peregrine.Gateway.Native;
using Peregrine.Gateway.Rates;
using Peregrine.Gateway.Streams;
using Peregrine.Identity;
using Peregrine.MarketData.Accounts;
using Peregrine.MarketData.Candles;
using Peregrine.MarketData.Depth;
using Peregrine.MarketData.Markets;

namespace Peregrine.Gateway;

/// <summary>The venue's face on one machine: what comes over HTTP and sockets becomes commands and questions; what the events say goes out again.</summary>
public sealed class Gateway : IDisposable
{
    /// <summary>Bytes of a body, and of a frame on a socket.</summary>
    public const int BodyMax = 64 * 1024;

    private const int FoldsWaitMs = 250;

    private readonly HttpDesk _desk;
    private readonly FapiDesk _fapi;
    private readonly EventPump _pump;

    /// <summary>Takes the state of the moment and follows from there; returns when it can answer.</summary>
    public Gateway(GatewayOptions options, IVenue venue, Registry people, TimeProvider time)
    {
        (Options, Venue, People, Time) = (options, venue, people, time);
        Limiter = new RateLimiter(options.Limits, time);
        Authenticator = new Authenticator(people);
        _desk = new HttpDesk(this);
        Fapi = new FapiGateway(this, _desk.Log);
        _fapi = new FapiDesk(Fapi, _desk.Log);
        Streams = new StreamHub(this);
        _pump = new EventPump(venue, [Markets, Clock, Depth, Trading, Candles, Accounts], Depth, Streams.Wake);
    }

    /// <summary>Every route there is, for whoever prints or checks them.</summary>
    public static IReadOnlyList<string> RouteLines =>
    [
        .. RouteText.Lines(NativeRoutes.All),
        .. FapiRoutes.All.Select(static r => RouteText.Line(r.Method, r.Path, r.IsExit ? "exit" : r.Orders > 0 ? "order" : $"{r.Weight}", r.Security.ToString(), r.Summary)),
    ];

    /// <summary>The API as an OpenAPI document.</summary>
    public static string OpenApi(string version) => OpenApiText.Write(NativeRoutes.All, version);

    internal GatewayOptions Options { get; }

    internal IVenue Venue { get; }

    internal ICommandPort Port => Venue.Port;

    internal Registry People { get; }

    internal TimeProvider Time { get; }

    internal RateLimiter Limiter { get; }

    internal Authenticator Authenticator { get; }

    internal StreamHub Streams { get; }

    internal FapiGateway Fapi { get; }

    internal TermsFold Markets { get; } = new();

    internal DepthFold Depth { get; } = new();

    internal MarketFold Trading { get; } = new();

    internal CandleFold Candles { get; } = new();

    internal SeqClock Clock { get; } = new();

    internal AccountFold Accounts { get; } = new();

    internal VenueTerms Terms => Markets.Terms;

    /// <summary>True when the folds have caught up with the venue once.</summary>
    internal bool IsReady => _pump.IsNear;

    /// <summary>Why the folds stand still; none while they follow.</summary>
    internal string? Trouble => _pump.Trouble;

    /// <summary>Waits a moment for the last fold to have a command; the others have it before.</summary>
    internal async ValueTask<bool> HasFolded(long seq)
    {
        long until = Environment.TickCount64 + FoldsWaitMs;
        while (Accounts.Cursor < seq)
        {
            if (Environment.TickCount64 > until || _pump.Trouble is not null) return false;
            await Task.Delay(1);
        }
        return true;
    }

    public Task Handle(HttpContext http)
    {
        string path = http.Request.Path.Value ?? "";
        if (path == StreamHub.Path) return Streams.Serve(http);
        if (FapiDesk.Takes(path)) return _fapi.Handle(http);
        if (FapiSockets.Takes(path)) return Fapi.Sockets.Serve(http);
        return DocsDesk.Find(path) is { } page ? DocsDesk.Serve(http, page) : _desk.Handle(http);
    }

    public void Dispose()
    {
        Streams.Dispose();
        _pump.Dispose();
        _desk.Dispose();
    }
}
