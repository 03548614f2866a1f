using System.Text.Json;
using Peregrine.Client.Json;
using Peregrine.Client.Rest;

namespace Peregrine.Client.Signing;

/// <summary>A signed-in person's session: short tokens that are renewed in time, one renewal for all who wait.</summary>
public sealed class Session : Credentials, IDisposable
{
    private static readonly TimeSpan Early = TimeSpan.FromSeconds(30);
    private readonly SemaphoreSlim _renewing = new(1, 1);
    private Tokens? _tokens;
    private Refusal? _ended;
    private bool _isExpired;

    /// <summary>The account the session began with.</summary>
    public int Account { get; private set; }

    public void Dispose() => _renewing.Dispose();

    internal void Begin(Tokens tokens)
    {
        if (tokens.Account != 0) Account = tokens.Account;
        (_tokens, _ended, _isExpired) = (tokens, null, false);
    }

    internal override async ValueTask<Refusal?> Ready(RestLine line, CancellationToken stop)
    {
        if (IsFresh(line)) return null;
        await _renewing.WaitAsync(stop).ConfigureAwait(false);
        try
        {
            if (_ended is not null) return _ended;
            if (_tokens is null) return new Refusal(Codes.Unauthenticated, "Sign in first.");
            return IsFresh(line) ? null : await Renew(line, _tokens).ConfigureAwait(false);
        }
        finally
        {
            _renewing.Release();
        }
    }

    internal override ValueTask Sign(HttpAsk ask, RestLine line, CancellationToken stop)
    {
        ask.Token = _tokens!.Access;
        return default;
    }

    internal override bool WriteAuth(JsonOut json, long nowMs)
    {
        if (_tokens is not { } tokens) return false;
        json.Name("token"u8).Text(tokens.Access);
        return true;
    }

    internal override bool Expire() => _isExpired = _tokens is not null;

    internal override DateTimeOffset? RenewAt => _tokens?.Expires - Early;

    internal static Tokens Read(ref Utf8JsonReader reader, object? time)
    {
        string access = "", refresh = "";
        string? challenge = null;
        long seconds = 0;
        int account = 0;
        while (JsonIn.NextField(ref reader))
        {
            if (reader.ValueTextEquals("accessToken"u8)) access = JsonIn.Text(ref reader);
            else if (reader.ValueTextEquals("refreshToken"u8)) refresh = JsonIn.Text(ref reader);
            else if (reader.ValueTextEquals("expiresIn"u8)) seconds = JsonIn.Number(ref reader);
            else if (reader.ValueTextEquals("challenge"u8)) challenge = JsonIn.Text(ref reader);
            else if (reader.ValueTextEquals("accountId"u8)) account = (int)JsonIn.Id(ref reader);
            else JsonIn.Skip(ref reader);
        }
        return new Tokens(access, refresh, ((TimeProvider)time!).GetUtcNow().AddSeconds(seconds), account) { Challenge = challenge };
    }

    private bool IsFresh(RestLine line) => _ended is null && !_isExpired && _tokens is { } tokens && line.Options.Time.GetUtcNow() < tokens.Expires - Early;

    // A refresh token is good once, and using it twice ends the session: when its answer is lost, only signing in again helps.
    private async ValueTask<Refusal?> Renew(RestLine line, Tokens old)
    {
        Exchange exchange = line.Rent("POST", "/auth/refresh");
        exchange.Json.BeginObject().Name("refreshToken"u8).Text(old.Refresh).EndObject();
        // Whoever gives up waiting does not take the renewal with him: half of one would cost the session.
        Reply<Tokens> reply = await line.Send(exchange, Read, line.Options.Time, CancellationToken.None, isPublic: true).ConfigureAwait(false);
        if (reply.IsOk)
        {
            Begin(reply.Value);
            return null;
        }
        if (reply.Refusal.Standing != Standing.NotNow) _ended = reply.Refusal with { Standing = Standing.Refused };
        // What was to be sent has not been sent, whatever became of the renewal.
        return _ended ?? reply.Refusal;
    }

    internal sealed record Tokens(string Access, string Refresh, DateTimeOffset Expires, int Account)
    {
        /// <summary>In the place of tokens, where the second factor comes first.</summary>
        public string? Challenge { get; init; }
    }
}
