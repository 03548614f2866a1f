using System.Diagnostics;
using System.Net;
using System.Net.WebSockets;
using System.Text.Unicode;
using Peregrine.Core;
using Peregrine.Gateway.Auth;
using Peregrine.Gateway.Errors;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Native.Orders;

namespace Peregrine.Gateway.Streams;

/// <summary>One socket. One loop reads and hands on, one loop sends: answers first, then what each subscription has to say when its turn comes.</summary>
/// <remarks>The sending loop asks subscriptions only when the socket has taken everything before, so whoever reads slowly costs memory and time to nobody but himself.</remarks>
internal sealed class StreamSession : IListener, IDisposable
{
    public const WebSocketCloseStatus SessionEnded = (WebSocketCloseStatus)4001, TooSlow = (WebSocketCloseStatus)4008;

    private static readonly TimeSpan SendMax = TimeSpan.FromSeconds(20);

    // Of one subscription, before answers and the others have their turn.
    private const int FramesInARow = 16;

    // Of those that have come, before what they command is handed over.
    private const int MessagesTogether = 16;

    private readonly WebSocket _socket;
    private readonly CorkedStream? _wire;
    private readonly ArrivalWatch? _arrivals;
    private readonly Outbox _outbox = new();
    private readonly AsyncSignal _signal = new();
    private readonly JsonText _json = new();
    private readonly SocketTerms _terms;
    private readonly IFrameDesk _desk;
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _cut = new();
    // The reading loop has ended: the other end said that it closes, or is gone.
    private readonly TaskCompletionSource _heardLast = new(TaskCreationOptions.RunContinuationsAsynchronously);
    // Accounts with orders that end with it. Whoever reads it adds to them, and looks when it has ended.
    private readonly List<int> _bound = [];
    private Subscription[] _subscriptions = [];
    // Those whose answer is on its way: what a subscription says never overtakes the answer that it was taken.
    private Subscription[] _answered = [];
    private volatile Ending? _ending;

    /// <param name="gateway">Whose news it tells.</param>
    /// <param name="socket">Open.</param>
    /// <param name="wire">What lies under it, where it can be corked.</param>
    /// <param name="number">Its name here.</param>
    /// <param name="address">Of the other end.</param>
    /// <param name="terms">Of the dialect spoken on it.</param>
    /// <param name="desk">Makes who understands what comes.</param>
    public StreamSession(Gateway gateway, WebSocket socket, CorkedStream? wire, int number, IPAddress address, SocketTerms terms, Func<StreamSession, IFrameDesk> desk)
    {
        (Gateway, _socket, _wire, Number, Address, _terms) = (gateway, socket, wire, number, address, terms);
        if (terms.AsksWhatArrived)
        {
            _arrivals = new ArrivalWatch(wire, Ring);
            wire?.HearPongs(_arrivals.Hear);
        }
        if (wire is not null) wire.Stop = _cut.Token;
        Commands = new OutgoingCommands(gateway.Port);
        _desk = desk(this);
    }

    public Gateway Gateway { get; }

    /// <summary>Names the socket to the engine, for orders that are cancelled when it is lost.</summary>
    public int Number { get; }

    public IPAddress Address { get; }

    /// <summary>What its desk hands over; gone when there is nothing more to read at the moment.</summary>
    public OutgoingCommands Commands { get; }

    public long StartedAt { get; } = Stopwatch.GetTimestamp();

    public Principal Who { get; set; }

    public int SubscriptionCount => _subscriptions.Length;

    public Signer Signer => new(Who.Account, Who.Key, Number);

    /// <summary>What let its owner in is over: nothing private is told or done until he says auth again.</summary>
    public bool HasExpired => Who.IsSigned && Who.ExpiresAtMs <= Gateway.Time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>An order that its account places here now is to be cancelled when the socket is lost, whoever speaks on it by then.</summary>
    public void Bind()
    {
        if (!_bound.Contains(Who.Account)) _bound.Add(Who.Account);
    }

    public async Task Run()
    {
        Task sending = Send();
        try
        {
            await Receive();
        }
        catch (WebSocketException)
        {
            // The other end is gone without a word.
        }
        catch (OperationCanceledException)
        {
            // Cut off.
        }
        finally
        {
            // What was read was taken, whatever came behind it.
            Commands.Leave();
            _heardLast.TrySetResult();
            End(WebSocketCloseStatus.NormalClosure, "", null);
            await AllSent(sending);
        }
    }

    // However it ended: by a mistake of ours, too.
    private async Task AllSent(Task sending)
    {
        try
        {
            await sending;
        }
        finally
        {
            await CancelBound();
        }
    }

    public void Dispose() => _cut.Dispose();

    public void Ring() => _signal.Ring();

    public bool IsDue(long nowMs)
    {
        foreach (Subscription subscription in Volatile.Read(ref _answered))
        {
            if (subscription.IsDue(nowMs)) return true;
        }
        return false;
    }

    /// <summary>Puts a message behind those that wait.</summary>
    public void Post(ReadOnlySpan<byte> message, WebSocketMessageType type = WebSocketMessageType.Text)
    {
        if (_outbox.Add(message, type)) _signal.Ring();
        else End(TooSlow, "answers are not read", _terms.OnSlow);
    }

    /// <summary>Ends it because who used it may not any more.</summary>
    public void EndUse(string why) => End(SessionEnded, why, _terms.OnEnded);

    /// <summary>Sends what waits, says why, and closes; the first to ask decides.</summary>
    public void End(WebSocketCloseStatus status, string why, byte[]? last)
    {
        lock (_lock)
        {
            if (_ending is not null) return;
            if (last is not null) _outbox.Add(last, WebSocketMessageType.Text, isLast: true);
            _ending = new Ending(status, why);
        }
        Gateway.NoteEnd(this, (int)status, why);
        _signal.Ring();
    }

    /// <summary>Takes a subscription, in place of one of that name; it speaks once the frame that asked for it is answered.</summary>
    /// <returns>False when there are too many.</returns>
    public bool TryAdd(Subscription subscription)
    {
        lock (_lock)
        {
            Subscription[] others = [.. _subscriptions.Where(s => s.Name != subscription.Name)];
            if (others.Length >= _terms.SubscriptionsMax) return false;
            Hold([.. others, subscription]);
        }
        return true;
    }

    public bool TryRemove(string name) => TryRemove(s => s.Name == name);

    /// <summary>Ends everything private: somebody else speaks on the socket now.</summary>
    public void DropPrivate() => TryRemove(static s => s is AccountSubscription);

    private bool TryRemove(Func<Subscription, bool> isMeant)
    {
        lock (_lock)
        {
            Subscription[] left = [.. _subscriptions.Where(s => !isMeant(s))];
            bool wasThere = left.Length < _subscriptions.Length;
            Hold(left);
            Volatile.Write(ref _answered, [.. _answered.Where(s => !isMeant(s))]);
            return wasThere;
        }
    }

    /// <summary>Ends all that it listens to.</summary>
    public void Leave()
    {
        lock (_lock) Hold([]);
    }

    private void Hold(Subscription[] subscriptions)
    {
        Gateway.Streams.Audience.Move(this, _subscriptions, subscriptions);
        foreach (Subscription gone in _subscriptions.Except(subscriptions)) gone.Left();
        _subscriptions = subscriptions;
    }

    private void LetSpeak()
    {
        lock (_lock)
        {
            if (_answered == _subscriptions) return;
            Volatile.Write(ref _answered, _subscriptions);
        }
        _signal.Ring();
    }

    private async Task Receive()
    {
        // A full one has read a byte more than a frame may have.
        using var room = new ReadRoom(Gateway.BodyMax + 1);
        uint read = 0;
        while (true)
        {
            LetSpeak();
            ValueTask<ValueWebSocketReceiveResult> receiving = _socket.ReceiveAsync(room.Free(), _cut.Token);
            if (!receiving.IsCompleted || ++read % MessagesTogether == 0) Commands.Leave();
            ValueWebSocketReceiveResult result = await receiving;
            if (result.MessageType == WebSocketMessageType.Close) return;
            room.Length += result.Count;
            bool isWhole = result.EndOfMessage && room.Length <= Gateway.BodyMax;
            if (room.Length > Gateway.BodyMax) End(WebSocketCloseStatus.MessageTooBig, $"a frame has at most {Gateway.BodyMax} bytes", null);
            else if (isWhole && result.MessageType == WebSocketMessageType.Text && !Utf8.IsValid(room.Read)) End(WebSocketCloseStatus.InvalidPayloadData, "a text frame is UTF-8", null);
            // What was under way when it was ended is read and dropped: bytes that nobody reads would tear the connection down before the other end has read why.
            else if (isWhole && _ending is null) _desk.Take(room.Read, result.MessageType == WebSocketMessageType.Binary);
            if (isWhole || _ending is not null) room.Length = 0;
        }
    }

    private async Task Send()
    {
        try
        {
            while (true)
            {
                await _signal.Wait();
                // Looked up before its last word is taken, which was put into the outbox before. Ended meanwhile, it has rung, and comes by again.
                Ending? ending = _ending;
                bool more = true;
                while (more)
                {
                    // Looked up before the answers are taken, so that the answer of each is among them or was before.
                    Subscription[] answered = Volatile.Read(ref _answered);
                    _desk.Tell();
                    _wire?.Cork();
                    await SendAnswers();
                    more = _ending is null && await SendNews(answered);
                    _arrivals?.Ask(answered);
                    if (_wire is not null) await Sent(_wire.Uncork());
                }
                if (ending is null) continue;
                await Close(ending);
                return;
            }
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The socket is gone, or we made a mistake, and who serves the socket is told which. Whoever reads it learns the same: it must not stay open and mute.
            bool isGone = e is WebSocketException or OperationCanceledException or IOException;
            End(isGone ? WebSocketCloseStatus.NormalClosure : WebSocketCloseStatus.InternalServerError, isGone ? "" : "a mistake of the venue's own", null);
            await _cut.CancelAsync();
            if (!isGone) throw;
        }
    }

    private async ValueTask SendAnswers()
    {
        Outbox.Batch batch = _outbox.Take();
        for (int i = 0; i < batch.Count; i++)
        {
            (ReadOnlyMemory<byte> message, WebSocketMessageType type) = batch[i];
            await Send(message, type);
        }
    }

    // A few frames of each, then answers again: a busy book does not hold up an order's answer. True when one may have more to say; all else that comes meanwhile rings.
    private async ValueTask<bool> SendNews(Subscription[] subscriptions)
    {
        bool more = false;
        long now = Environment.TickCount64;
        foreach (Subscription subscription in StillThere(subscriptions))
        {
            _json.Clear();
            if (subscription is AccountSubscription && HasExpired)
            {
                if (!TryEndPrivate(subscription)) continue;
                await Send(_json.Written, WebSocketMessageType.Text);
                continue;
            }
            bool isNews = !subscription.IsOver && subscription.Write(_json, now);
            // What it copied from a fold that broke meanwhile may be torn.
            if (subscription.IsOver && _terms.EndsWithItsStreams)
            {
                End(WebSocketCloseStatus.InternalServerError, "what a stream is made of is made anew", null);
                return false;
            }
            if (subscription.IsOver ? !TryEnd(subscription) : !isNews) continue;
            await Send(_json.Written, WebSocketMessageType.Text);
            int frames = 1;
            for (; frames < FramesInARow && TryWriteMore(subscription, now); frames++) await Send(_json.Written, WebSocketMessageType.Text);
            more |= frames == FramesInARow;
        }
        return more;
    }

    private bool TryWriteMore(Subscription subscription, long now)
    {
        if (subscription.IsOver) return false;
        _json.Clear();
        return subscription.Write(_json, now) && !subscription.IsOver;
    }

    // What was removed meanwhile has had its answer, and says nothing behind it.
    private Subscription[] StillThere(Subscription[] before)
    {
        Subscription[] now = Volatile.Read(ref _answered);
        return now == before ? before : [.. before.Intersect(now)];
    }

    // Renewed in time, a token's end is never seen.
    private bool TryEndPrivate(Subscription subscription)
    {
        // It and not its name, which may have been subscribed to again.
        if (!TryRemove(s => s == subscription)) return false;
        _json.BeginObject().Name("ch"u8).Plain("account"u8).Name("type"u8).Plain("ended"u8).Name("code"u8).String(Errors.ApiCode.TokenExpired.Name).EndObject();
        return true;
    }

    private bool TryEnd(Subscription subscription)
    {
        if (!TryRemove(s => s == subscription)) return false;
        _json.Clear();
        _json.BeginObject().Name("ch"u8).Plain("session"u8).Name("type"u8).Plain("unsubscribed"u8).Name("sub"u8).String(subscription.Name);
        _json.Name("code"u8).String(ApiCode.NotReady.Name).EndObject();
        return true;
    }

    // A send that is not taken in time ends the socket: nothing else can be said on it. A wire knows by itself when it is cut: no frame needs to listen for that.
    private ValueTask Send(ReadOnlyMemory<byte> message, WebSocketMessageType type) => Sent(_socket.SendAsync(message, type, endOfMessage: true, _wire is null ? _cut.Token : CancellationToken.None));

    private ValueTask Sent(ValueTask sending) => sending.IsCompletedSuccessfully ? default : Await(sending);

    private async ValueTask Await(ValueTask sending)
    {
        Task task = sending.AsTask();
        try
        {
            await task.WaitAsync(SendMax, Gateway.Time);
        }
        catch (TimeoutException)
        {
            await _cut.CancelAsync();
            await task;
        }
    }

    private async Task Close(Ending ending)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        try
        {
            if (_socket.State is WebSocketState.Open or WebSocketState.CloseReceived) await _socket.CloseOutputAsync(ending.Status, ending.Why, patience.Token);
            // The other end says the same, and whoever waits for its connection to end waits no longer than that; one that says nothing is cut off.
            if (_socket.State == WebSocketState.CloseSent) await Task.WhenAny(_heardLast.Task, Task.Delay(TimeSpan.FromMilliseconds(500), _cut.Token));
        }
        finally
        {
            await _cut.CancelAsync();
        }
    }

    private async Task CancelBound()
    {
        foreach (int account in _bound)
        {
            CommandReceipt receipt;
            do
            {
                receipt = await Gateway.Port.Submit([Command.Of(new CloseSession { Session = Number }, account)]);
                if (receipt.Code == RejectCode.Busy) await Task.Delay(Math.Max(1, receipt.RetryAfterMs));
            }
            while (receipt.Code == RejectCode.Busy);
        }
    }

    private sealed record Ending(WebSocketCloseStatus Status, string Why);
}
