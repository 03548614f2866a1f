using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Peregrine.Client.Json;
using Peregrine.Client.Signing;

namespace Peregrine.Client.Rest;

/// <summary>Signs, sends, asks again where that is safe, and tells a value from a no.</summary>
internal sealed class RestLine(IHttpLine line, Credentials credentials, ClientOptions options)
{
    public const string Root = "/api/v1";

    private readonly ConcurrentBag<Exchange> _free = [];

    public delegate T Reading<out T>(ref Utf8JsonReader reader, object? context);

    public ClientOptions Options => options;

    public Credentials Credentials => credentials;

    /// <summary>How far the venue's clock is ahead of ours, learned when it said that ours is off.</summary>
    public TimeSpan ClockOffset { get; private set; }

    public long NowMs => (options.Time.GetUtcNow() + ClockOffset).ToUnixTimeMilliseconds();

    public Exchange Rent(string method, string path) => (_free.TryTake(out Exchange? exchange) ? exchange : new Exchange()).Begin(method, Root + path);

    /// <summary>Sends what stands in the exchange and gives it back.</summary>
    /// <remarks><paramref name="isPublic"/>: It needs nobody's name.</remarks>
    public async ValueTask<Reply<T>> Send<T>(Exchange exchange, Reading<T> reading, object? context, CancellationToken stop, bool isPublic = false)
    {
        try
        {
            exchange.Ask.Body = exchange.Json.Written;
            Refusal? refusal = await Exchanged(exchange, isPublic, stop).ConfigureAwait(false);
            return refusal is not null ? new Reply<T>(refusal) : Read(exchange, reading, context);
        }
        finally
        {
            _free.Add(exchange);
        }
    }

    private async ValueTask<Refusal?> Exchanged(Exchange exchange, bool isPublic, CancellationToken stop)
    {
        bool renewed = false, clockSet = false;
        for (int tried = 1; ; tried++)
        {
            if (!isPublic && await credentials.Ready(this, stop).ConfigureAwait(false) is { } unready) return unready;
            Refusal? refusal = await Once(exchange, isPublic, stop).ConfigureAwait(false);
            if (refusal is null) return null;
            // These two come before anything is done, so the request may be sent again once the reason is gone.
            if (refusal.Is(Codes.TokenExpired) && !renewed && !isPublic && credentials.Expire())
            {
                renewed = true;
                continue;
            }
            if (refusal.Is(Codes.TimestampOutOfWindow) && !clockSet)
            {
                clockSet = await SetClock(stop).ConfigureAwait(false);
                if (clockSet) continue;
            }
            if (options.Retry.Next(refusal, exchange.Changes, tried) is not { } wait) return refusal;
            await Task.Delay(wait, options.Time, stop).ConfigureAwait(false);
        }
    }

    private async ValueTask<Refusal?> Once(Exchange exchange, bool isPublic, CancellationToken stop)
    {
        HttpAsk ask = exchange.Ask;
        (ask.Token, ask.Key, ask.Timestamp, ask.Signature, ask.Account) = (null, null, null, null, null);
        if (!isPublic)
        {
            await credentials.Sign(ask, this, stop).ConfigureAwait(false);
            ask.Account = options.Account?.ToString(CultureInfo.InvariantCulture);
        }
        exchange.Reply.Clear();
        try
        {
            await line.Send(ask, exchange.Reply, stop).ConfigureAwait(false);
        }
        catch (LineException e)
        {
            string code = e.MayHaveArrived ? Codes.ConnectionLost : Codes.NotConnected;
            return new Refusal(code, e.Message) { Standing = Codes.StandingOf(code, 0) };
        }
        return exchange.Reply.Status is >= 200 and < 300 ? null : RefusalReader.Read(exchange.Reply);
    }

    private async ValueTask<bool> SetClock(CancellationToken stop)
    {
        Exchange exchange = Rent("GET", "/time");
        DateTimeOffset before = options.Time.GetUtcNow();
        Refusal? refusal = await Once(exchange, isPublic: true, stop).ConfigureAwait(false);
        if (refusal is null)
        {
            TimeSpan half = (options.Time.GetUtcNow() - before) / 2;
            Reply<long> told = Read(exchange, static (ref Utf8JsonReader r, object? _) => ReadTime(ref r), null);
            if (told.IsOk) ClockOffset = DateTimeOffset.FromUnixTimeMilliseconds(told.Value) - before - half;
            else refusal = told.Refusal;
        }
        _free.Add(exchange);
        return refusal is null;
    }

    private static long ReadTime(ref Utf8JsonReader reader)
    {
        long time = 0;
        while (JsonIn.NextField(ref reader))
        {
            if (reader.ValueTextEquals("time"u8)) time = JsonIn.Number(ref reader);
            else JsonIn.Skip(ref reader);
        }
        return time;
    }

    private static Reply<T> Read<T>(Exchange exchange, Reading<T> reading, object? context)
    {
        try
        {
            var reader = new Utf8JsonReader(exchange.Reply.Body);
            // 204 has no body, and whoever reads one expects an empty object.
            if (exchange.Reply.Length == 0) reader = new Utf8JsonReader("{}"u8);
            JsonIn.Begin(ref reader, JsonTokenType.StartObject);
            return new Reply<T>(reading(ref reader, context));
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            return new Reply<T>(new Refusal(Codes.BadAnswer, e.Message) { Status = exchange.Reply.Status, Standing = Standing.InDoubt });
        }
    }
}
