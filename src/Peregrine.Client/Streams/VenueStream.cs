using System.Collections.Concurrent;
using System.Globalization;
using System.Net.WebSockets;
using System.Text.Json;
using Peregrine.Client.Frames;
using Peregrine.Client.Json;
using Peregrine.Client.Rest;
using Peregrine.Client.Signing;

namespace Peregrine.Client.Streams;

/// <summary>Feeds and orders over one WebSocket that is opened again whenever it is lost. Feeds come back by themselves; orders whose answer was lost are told to be in doubt.</summary>
public sealed class VenueStream
{
    internal static readonly Refusal Unconnected = new(Codes.NotConnected, "The stream is not open; nothing was sent.") { Standing = Standing.NotNow };

    private readonly RestLine _line;
    private readonly Func<IStreamSocket> _open;
    private readonly Lock _lock = new();
    private readonly ConcurrentBag<JsonOut> _texts = [];
    private readonly ConcurrentBag<PendingAsk<bool>> _plain = [];
    private StreamFeed[] _feeds = [];
    private StreamConnection? _connection;
    private TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal VenueStream(RestLine line, Func<IStreamSocket> open)
    {
        (_line, _open) = (line, open);
        (Orders, Frames) = (new StreamOrders(this), new FrameOrders(this));
    }

    /// <summary>Orders as JSON.</summary>
    public StreamOrders Orders { get; }

    /// <summary>Orders as binary frames.</summary>
    public FrameOrders Frames { get; }

    public bool IsOpen => Volatile.Read(ref _connection) is { IsOpen: true };

    /// <summary>Connections that were lost so far.</summary>
    public int Losses { get; private set; }

    /// <summary>Ends when the stream is open, named itself and asked for its feeds; at once when it is.</summary>
    public Task WhenOpen(CancellationToken stop = default)
    {
        lock (_lock) return _opened.Task.WaitAsync(stop);
    }

    /// <summary>Keeps the stream open until it is cancelled, or until the venue refuses who is speaking.</summary>
    /// <returns>Why it was refused.</returns>
    public async Task<Refusal> Run(CancellationToken stop)
    {
        for (int failures = 0; ; failures++)
        {
            (bool wasOpen, Refusal? refusal) = await Once(stop).ConfigureAwait(false);
            if (refusal is { Standing: Standing.Refused }) return refusal;
            stop.ThrowIfCancellationRequested();
            if (wasOpen) (failures, Losses) = (0, Losses + 1);
            // Not all at the same time: a venue that comes back has everybody at its door.
            TimeSpan wait = TimeSpan.FromMilliseconds(Random.Shared.Next(10, 50) << Math.Min(failures, 12));
            await Task.Delay(wait < _line.Options.ReconnectMax ? wait : _line.Options.ReconnectMax, _line.Options.Time, stop).ConfigureAwait(false);
        }
    }

    /// <summary>Asks for a feed now, and again after each loss.</summary>
    public void Subscribe(StreamFeed feed)
    {
        lock (_lock)
        {
            Volatile.Write(ref _feeds, [.. _feeds.Where(f => f != feed), feed]);
            if (_connection is { IsOpen: true } connection) _ = Ask(connection, feed, isNew: true);
        }
    }

    public void Unsubscribe(StreamFeed feed)
    {
        lock (_lock)
        {
            Volatile.Write(ref _feeds, [.. _feeds.Where(f => f != feed)]);
            if (_connection is { IsOpen: true } connection) _ = Ask(connection, feed, isNew: false);
        }
    }

    internal static bool IsLoss(Exception e) => e is WebSocketException or IOException or System.Net.Sockets.SocketException or JsonException or FormatException or InvalidOperationException or HttpRequestException;

    internal StreamConnection? Connection => Volatile.Read(ref _connection) is { IsOpen: true } connection ? connection : null;

    internal JsonOut RentText() => _texts.TryTake(out JsonOut? json) ? json : new JsonOut();

    internal void Return(JsonOut json) => _texts.Add(json);

    internal void Take(StreamConnection connection, in FrameName name, ref Utf8JsonReader frame)
    {
        foreach (StreamFeed feed in Volatile.Read(ref _feeds))
        {
            if (!feed.Owns(in name)) continue;
            if (!feed.Take(ref frame)) _ = Ask(connection, feed, isNew: true);
            return;
        }
    }

    private async Task<(bool WasOpen, Refusal? Refusal)> Once(CancellationToken stop)
    {
        IStreamSocket socket = _open();
        using var connection = new StreamConnection(this, socket, CancellationTokenSource.CreateLinkedTokenSource(stop));
        try
        {
            await socket.Connect(stop).ConfigureAwait(false);
        }
        catch (Exception e) when (IsLoss(e))
        {
            return (false, null);
        }
        Task running = connection.Run();
        Refusal? refusal = await Introduce(connection, stop).ConfigureAwait(false);
        bool isOpen = refusal is null && Open(connection);
        if (!isOpen) connection.Cut();
        Task renewing = isOpen ? Renew(connection, running, stop) : Task.CompletedTask;
        await Ended(running).ConfigureAwait(false);
        Close();
        await Ended(renewing).ConfigureAwait(false);
        return (isOpen, refusal);
    }

    private static async Task Ended(Task task)
    {
        try
        {
            await task.ConfigureAwait(false);
        }
        catch (Exception e) when (IsLoss(e) || e is OperationCanceledException)
        {
            // However it ended, it is gone; the caller looks whether it was asked to stop.
        }
    }

    private bool Open(StreamConnection connection)
    {
        lock (_lock)
        {
            _connection = connection;
            connection.IsOpen = true;
            foreach (StreamFeed feed in _feeds) _ = Ask(connection, feed, isNew: true);
            _opened.TrySetResult();
            return true;
        }
    }

    private void Close()
    {
        lock (_lock)
        {
            _connection = null;
            if (_opened.Task.IsCompleted) _opened = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        foreach (StreamFeed feed in Volatile.Read(ref _feeds)) feed.Lose();
    }

    // Says who speaks; nobody in particular may listen to what is public.
    private async Task<Refusal?> Introduce(StreamConnection connection, CancellationToken stop)
    {
        Credentials credentials = _line.Credentials;
        if (await credentials.Ready(_line, stop).ConfigureAwait(false) is { } unready) return unready;
        var ask = PendingAsk<bool>.Rent(_plain, static (ref Utf8JsonReader _, object? _) => true, null);
        long id = connection.Pending.Add(ask);
        JsonOut json = StreamConnection.Begin(RentText(), id, "auth"u8);
        if (!credentials.WriteAuth(json, _line.NowMs))
        {
            connection.Pending.Take(id);
            Return(json);
            return null;
        }
        if (_line.Options.Account is { } account) json.Name("account"u8).Text(account.ToString(CultureInfo.InvariantCulture));
        ValueTask<Reply<bool>> said = connection.Say(json, ask, id, CancellationToken.None);
        Return(json);
        Refusal? refusal = (await said.ConfigureAwait(false)).Refusal;
        // The next connection will have a new token, or a clock that is set.
        if (refusal is not null && refusal.Is(Codes.TokenExpired) && credentials.Expire()) refusal = refusal with { Standing = Standing.NotNow };
        return refusal;
    }

    // Tokens are short: the new one is shown on the same socket before the old one ends.
    private async Task Renew(StreamConnection connection, Task running, CancellationToken stop)
    {
        while (_line.Credentials.RenewAt is { } at && !running.IsCompleted)
        {
            TimeSpan wait = at - _line.Options.Time.GetUtcNow();
            if (wait < TimeSpan.FromSeconds(1)) wait = TimeSpan.FromSeconds(1);
            using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
            Task due = Task.Delay(wait, _line.Options.Time, over.Token);
            bool isDue = await Task.WhenAny(due, running).ConfigureAwait(false) == due;
            await over.CancelAsync().ConfigureAwait(false);
            if (!isDue || stop.IsCancellationRequested) return;
            if (await Introduce(connection, stop).ConfigureAwait(false) is { Standing: Standing.Refused }) connection.Cut();
        }
    }

    private async Task Ask(StreamConnection connection, StreamFeed feed, bool isNew)
    {
        var ask = PendingAsk<bool>.Rent(_plain, static (ref Utf8JsonReader _, object? _) => true, null);
        long id = connection.Pending.Add(ask);
        JsonOut json = StreamConnection.Begin(RentText(), id, isNew ? "subscribe"u8 : "unsubscribe"u8);
        feed.WriteName(json);
        if (isNew) feed.WriteFrom(json);
        ValueTask<Reply<bool>> said = connection.Say(json, ask, id, CancellationToken.None);
        Return(json);
        Reply<bool> reply = await said.ConfigureAwait(false);
        if (isNew && reply.Refusal is { Standing: Standing.Refused } refusal) feed.Refuse(refusal);
    }
}
