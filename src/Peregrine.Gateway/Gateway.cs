using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Peregrine.Core;
using Peregrine.Gateway.Admin;
using Peregrine.Gateway.Auth;
using Peregrine.Gateway.Candles;
using Peregrine.Gateway.Docs;
using Peregrine.Gateway.Errors;
using Peregrine.Gateway.Fapi;
using Peregrine.Gateway.Fapi.Http;
using Peregrine.Gateway.Fapi.Streams;
using Peregrine.Gateway.Folds;
using Peregrine.Gateway.Http;
using Peregrine.Gateway.Markets;
using Peregrine.Gateway.Native;
using Peregrine.Gateway.Rates;
using Peregrine.Gateway.Streams;
using Peregrine.Identity;
using Peregrine.Identity.SecondFactors;
using Peregrine.MarketData;
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

    // Folds are a millisecond behind; on a machine that is busy with other things they may be some hundred, and "unknown" sends a client looking.
    private static readonly TimeSpan FoldsWait = TimeSpan.FromSeconds(2);

    private readonly HttpDesk _desk;
    private readonly FapiDesk _fapi;
    private readonly TrustedProxies _proxies;
    private readonly FoldFeed<TermsFold> _terms;
    private readonly FoldFeed<DepthFold> _depth;
    private readonly FoldFeed<MarketFold> _trading;
    private readonly FoldFeed<CandleFold> _candles;
    private readonly FoldFeed<AccountFold> _accounts;
    private readonly FoldFeed<SeqClock> _clock;
    private readonly FoldFeed<ChangeFold> _changes;
    private readonly FoldFeed[] _feeds;
    private readonly EventPump _pump;
    private readonly NewsKeeper? _news;
    private readonly DoorMeter _meter;
    private DayPrimer? _dayPrimer;
    private CandlePrimer? _candlePrimer;

    /// <summary>Takes the state of the moment and follows from there; returns when it can answer.</summary>
    public Gateway(GatewayOptions options, IVenue venue, Registry people, TimeProvider time)
    {
        (Options, Venue, People, Time) = (options, venue, people, time);
        Limiter = new RateLimiter(options.Limits, time);
        Authenticator = new Authenticator(people);
        _proxies = new TrustedProxies(options.TrustedProxies);
        _desk = new HttpDesk(this);
        Fapi = new FapiGateway(this, _desk.Log);
        _fapi = new FapiDesk(Fapi, _desk.Log);
        Streams = new StreamHub(this);
        CandleDesk = new CandleDesk(this);
        _terms = new("terms", static () => new TermsFold(), time);
        _depth = new("books", static () => new DepthFold(), time);
        _trading = new("markets", static () => new MarketFold(), time)
        {
            Begun = (fold, seq, stop) => (_dayPrimer = new DayPrimer(fold, CountMarkets)).Begin(venue.History, seq, fold.TimeNs, stop),
            Tended = () => _dayPrimer?.Step(),
        };
        _candles = new("candles", static () => new CandleFold(), time)
        {
            Begun = (fold, seq, stop) => (_candlePrimer = new CandlePrimer(fold, CountMarkets)).Begin(venue.History, seq, fold.TimeNs, stop),
            Tended = () => _candlePrimer?.Step(),
        };
        _accounts = new("accounts", () => new AccountFold(options.Accounts) { Changed = Streams.Audience.Changed }, time) { Begun = (fold, seq, stop) => _news?.Recall(fold, seq, stop) };
        _news = options.News is { } place ? new NewsKeeper(place, venue, () => (_accounts.Fold, _accounts.Trouble is null), what => options.OnTrouble?.Invoke(what)) : null;
        _clock = new("clock", static () => new SeqClock(), time);
        _changes = new("changes", static () => new ChangeFold(), time);
        _feeds = [_terms, _depth, _trading, _candles, _accounts, _clock, _changes];
        _pump = new EventPump(venue, _feeds, _depth, Streams);
        _news?.Start();
        _meter = new DoorMeter(Limiter, () => Streams.Count, () => Streams.Subscriptions, () => Streams.RefusedDoors, () => Streams.Breaks, () => _accounts.Fold.Views.LogBytes);
    }

    /// <summary>Every route there is, for whoever prints or checks them.</summary>
    public static IReadOnlyList<string> RouteLines =>
    [
        .. RouteText.Lines(NativeRoutes.All),
        .. FapiRoutes.All.Select(static r => RouteText.Line(r.Method, r.Path, r.IsExit ? "exit" : r.Orders > 0 ? "order" : $"{r.Weight}", RouteText.Who(r.Security.ToString(), r.Needs), r.Summary)),
        .. StreamAccess.Lines,
    ];

    /// <summary>The API as an OpenAPI document.</summary>
    public static string OpenApi(string version) => OpenApiText.Write(NativeRoutes.All, version);

    /// <summary>Lets what a socket says at one moment leave together; called before anybody asks whether the request becomes one.</summary>
    public static void Cork(HttpContext http)
    {
        if (http.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } upgrade) http.Features.Set<IHttpUpgradeFeature>(new CorkedUpgrade(upgrade));
    }

    internal GatewayOptions Options { get; }

    internal IVenue Venue { get; }

    internal ICommandPort Port => Venue.Port;

    internal Registry People { get; }

    internal TimeProvider Time { get; }

    internal RateLimiter Limiter { get; }

    internal Authenticator Authenticator { get; }

    internal StreamHub Streams { get; }

    internal FapiGateway Fapi { get; }

    internal TermsFold Markets => _terms.Fold;

    internal DepthFold Depth => _depth.Fold;

    internal MarketFold Trading => _trading.Fold;

    internal SeqClock Clock => _clock.Fold;

    internal CandleFold Candles => _candles.Fold;

    internal AccountFold Accounts => _accounts.Fold;

    internal ChangeFold Changes => _changes.Fold;

    /// <summary>The candles know what history knows of the time before this process.</summary>
    internal bool HasPastCandles => _candlePrimer is { IsDone: true };

    internal CandleDesk CandleDesk { get; }

    internal VenueTerms Terms => Markets.Terms;

    /// <summary>True when the folds have caught up with the venue once.</summary>
    internal bool IsReady => _pump.IsNear;

    /// <summary>Why all folds stand still; none while they follow.</summary>
    internal string? Trouble => _pump.Trouble;

    /// <summary>Each fold that stands still by itself.</summary>
    internal IEnumerable<FoldTrouble> Troubles => _feeds.Select(static f => f.Trouble).OfType<FoldTrouble>();

    /// <summary>Some folds as they are now, for whoever ends with them.</summary>
    internal (FoldFeed Feed, Fold Fold)[] Needs(FoldSet needed) =>
        [.. _feeds.Where((_, i) => ((int)needed >> i & 1) != 0).Select(static feed => (feed, feed.Any))];

    /// <summary>Why what is made of some folds cannot be told now; none when it can.</summary>
    internal Problem? Broken(FoldSet needed)
    {
        for (int i = 0; i < _feeds.Length; i++)
        {
            if (((int)needed >> i & 1) != 0 && _feeds[i].Trouble is { } trouble) return new Problem(ApiCode.NotReady, $"The venue's {trouble.Fold} cannot be told at the moment; trading goes on.") { RetryAfterMs = 1000 };
        }
        return null;
    }

    /// <summary>Waits a moment for the folds to have a command.</summary>
    internal ValueTask<bool> HasFolded(long seq) => _pump.HasReached(seq, FoldsWait);

    /// <summary>Notes in the request log that a socket ends, and why.</summary>
    internal void NoteEnd(StreamSession session, int code, string why) =>
        _desk.Log.Add(session.Number.ToString(CultureInfo.InvariantCulture), "socket", code, why.Length == 0 ? null : why, session.StartedAt, session.Who, session.Address, null);

    private int CountMarkets() => Terms.Markets.Length;

    public Task Handle(HttpContext http)
    {
        _proxies.Apply(http);
        string path = http.Request.Path.Value ?? "";
        if (path == StreamHub.Path) return Streams.Serve(http);
        if (FapiDesk.Takes(path)) return _fapi.Handle(http);
        if (FapiSockets.Takes(path)) return Fapi.Sockets.Serve(http);
        return DocsDesk.Find(path) is { } page ? DocsDesk.Serve(http, page) : _desk.Handle(http);
    }

    /// <summary>Makes a person what the venue decided; whatever he had open ends, because it was opened as what he was.</summary>
    internal Refusal? GiveRole(PersonId person, Role role, Caller? caller)
    {
        Refusal? refusal = People.Roles.Set(person, role, caller);
        if (refusal is null) Streams.EndOf(person);
        return refusal;
    }

    /// <summary>Gives people what the journal knows and identity does not, once history has all of it: a process may end between the two.</summary>
    /// <param name="seq">The last command before anybody is let in.</param>
    /// <param name="stop">Ends the waiting.</param>
    public Task Resume(long seq, CancellationToken stop) => new Resumption(this).Run(seq, stop);

    /// <summary>Begins the wait of a lost second factor that two people let go, or of a way back by an address that they allowed.</summary>
    internal void AllowReset(OpenChange change, string? email, PersonId approver, long seq, long timeNs, Caller? caller) =>
        People.FactorResets.Allow(new FactorReset(seq, change.Id, new PersonId(change.Person), new PersonId(change.Proposer), approver, timeNs / 1_000_000) { Email = email }, caller);

    /// <summary>Ends every socket, for the venue closes; requests are still answered.</summary>
    public void CloseSockets() => Streams.Close();

    public void Dispose()
    {
        _meter.Dispose();
        Streams.Dispose();
        _pump.Dispose();
        _news?.Dispose();
        _desk.Dispose();
    }
}
