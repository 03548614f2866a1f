using System.Collections.Concurrent;
using System.Net;
using System.Net.WebSockets;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Peregrine.Gateway.Errors;
using Peregrine.Gateway.Folds;
using Peregrine.Gateway.Http;
using Peregrine.Gateway.Json;
using Peregrine.Identity;

namespace Peregrine.Gateway.Streams;

/// <summary>All sockets that are open: lets them in, wakes them when there is news, and ends those whose owner's session has ended.</summary>
internal sealed class StreamHub : INewsDesk, IDisposable
{
    public const string Path = "/ws/v1";

    // Nothing private is told when a sign-in is over, woken or not; this is how soon it is said.
    private const int ExpiryEveryMs = 1000;

    private static readonly SocketTerms Native = new(200, Ended(), [.. "{\"ch\":\"session\",\"type\":\"slow\"}"u8]);

    private readonly Gateway _gateway;
    private readonly ConcurrentDictionary<int, StreamSession> _sessions = new();
    private readonly SocketDoors _doors;
    private volatile bool _isClosing;
    private long _breaks;
    private long _expiryDueMs;

    public StreamHub(Gateway gateway)
    {
        _gateway = gateway;
        Audience = new Audience(NewestOf);
        _doors = new SocketDoors(gateway.Options.SocketsPerAddress);
        gateway.People.Sessions.OnEnded = EndSession;
        gateway.People.Keys.OnEnded = EndKey;
    }

    /// <summary>Which of them listens to what.</summary>
    public Audience Audience { get; }

    public BookTexts BookTexts { get; } = new();

    /// <summary>Sockets that are open.</summary>
    public int Count => _sessions.Count;

    /// <summary>Subscriptions on all of them.</summary>
    public int Subscriptions => _sessions.Values.Sum(static s => s.SubscriptionCount);

    /// <summary>Sockets that were refused because their address has enough.</summary>
    public long RefusedDoors => _doors.Refused;

    /// <summary>How often something broke that streams are made of.</summary>
    public long Breaks => Interlocked.Read(ref _breaks);

    /// <summary>Serves one socket until it ends.</summary>
    public Task Serve(HttpContext http) => Serve(http, Native, static session => new StreamDesk(session));

    /// <summary>Serves one socket on which a dialect of these terms is spoken.</summary>
    public async Task Serve(HttpContext http, SocketTerms terms, Func<StreamSession, IFrameDesk> desk)
    {
        if (!http.WebSockets.IsWebSocketRequest || _isClosing)
        {
            Refuse(http.Response, _isClosing ? new Problem(ApiCode.NotReady, "The venue is closing.") : new Problem(ApiCode.UpgradeRequired, "This address takes WebSockets."));
            return;
        }
        IPAddress address = http.Connection.RemoteIpAddress ?? IPAddress.None;
        if (!_doors.TryEnter(address))
        {
            Refuse(http.Response, new Problem(ApiCode.RateLimited, "As many sockets as one address may have are open."));
            return;
        }
        try
        {
            await ServeOne(http, address, terms, desk);
        }
        finally
        {
            _doors.Leave(address);
        }
    }

    private async Task ServeOne(HttpContext http, IPAddress address, SocketTerms terms, Func<StreamSession, IFrameDesk> desk)
    {
        if (await Accept(http) is not { } accepted) return;
        CorkedStream? wire = (http.Features.Get<IHttpUpgradeFeature>() as CorkedUpgrade)?.Wire;
        using WebSocket socket = accepted;
        // Drawn, because orders bound to a socket may outlive the process that served it.
        int number = RandomNumberGenerator.GetInt32(1, int.MaxValue);
        while (_sessions.ContainsKey(number)) number = RandomNumberGenerator.GetInt32(1, int.MaxValue);
        using var session = new StreamSession(_gateway, socket, wire, number, address, terms, desk);
        _sessions[number] = session;
        // The venue may have begun to close while this one was let in, and told all others.
        if (_isClosing) session.End(WebSocketCloseStatus.EndpointUnavailable, "the venue is closing", null);
        try
        {
            await session.Run();
        }
        finally
        {
            _sessions.TryRemove(number, out _);
            session.Leave();
        }
    }

    private long NewestOf(NewsSource source) =>
        source.Kind == NewsKind.Book ? _gateway.Depth.Views.LastFrame(source.Id, source.Interval) : _gateway.Trading.Views.LastChange(source.Id);

    private static void Refuse(HttpResponse response, Problem problem)
    {
        var json = new JsonText();
        problem.Write(json.BeginObject().Name("error"u8), default);
        JsonAnswer.Send(response, json.EndObject(), problem.Code.Status);
    }

    public void OnNews() => Audience.Wake();

    public void OnBeat()
    {
        long nowMs = Environment.TickCount64;
        Audience.Beat(nowMs);
        if (nowMs < _expiryDueMs) return;
        _expiryDueMs = nowMs + ExpiryEveryMs;
        foreach ((_, StreamSession session) in _sessions)
        {
            if (!session.HasExpired) continue;
            // A token is renewed on the same socket; a key that is over has nothing to renew it with.
            if (session.Who.IsSession) session.Ring();
            else session.EndUse("the key has expired");
        }
    }

    public void OnUpset()
    {
        foreach ((_, StreamSession session) in _sessions) session.Ring();
    }

    public void OnBroken(string what)
    {
        Interlocked.Increment(ref _breaks);
        _gateway.Options.OnTrouble?.Invoke(what);
    }

    /// <summary>Tells every socket that the venue closes, and lets no more in. A web server that stops waits for open sockets, so this comes before.</summary>
    public void Close()
    {
        _isClosing = true;
        foreach ((_, StreamSession session) in _sessions) session.End(WebSocketCloseStatus.EndpointUnavailable, "the venue is closing", null);
    }

    public void Dispose()
    {
        _gateway.People.Sessions.OnEnded = null;
        _gateway.People.Keys.OnEnded = null;
        Close();
    }

    private static async ValueTask<WebSocket?> Accept(HttpContext http)
    {
        try
        {
            return await http.WebSockets.AcceptWebSocketAsync();
        }
        catch (InvalidOperationException)
        {
            // As many sockets as there may be are open.
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return null;
        }
    }

    private void EndSession(Id128 ended)
    {
        foreach ((_, StreamSession session) in _sessions)
        {
            if (session.Who.IsSession && session.Who.Session == ended) session.EndUse("the session has ended");
        }
    }

    private void EndKey(int key)
    {
        foreach ((_, StreamSession session) in _sessions)
        {
            if (session.Who.Key == key && key != 0) session.EndUse("the key was taken away or does less now");
        }
    }

    /// <summary>Ends what a person and his keys have open.</summary>
    public void EndOf(PersonId person)
    {
        foreach ((_, StreamSession session) in _sessions)
        {
            if (session.Who.IsSigned && _gateway.People.Accounts.OwnerOf(session.Who.Account) == person) session.EndUse("the role has changed");
        }
    }

    private static byte[] Ended()
    {
        var json = new JsonText();
        json.BeginObject().Name("ch"u8).Plain("session"u8).Name("type"u8).Plain("ended"u8).Name("code"u8).String(ApiCode.SessionEnded.Name).EndObject();
        return json.Written.ToArray();
    }
}
