using System.Text.Json;
using Peregrine.Client.Json;
using Peregrine.Client.Signing;

namespace Peregrine.Client.Rest;

/// <summary>Signing up and in, keys, sub-accounts.</summary>
public sealed class PeopleDesk
{
    private readonly RestLine _line;

    internal PeopleDesk(RestLine line) => _line = line;

    /// <summary>Always the same answer, whether or not the address is known.</summary>
    public ValueTask<Reply<bool>> SignUp(string email, string password, CancellationToken stop = default) =>
        _line.Send(Credentials("/auth/sign-up", email, password), Yes, null, stop, isPublic: true);

    /// <summary>Begins the session with which the client was made.</summary>
    /// <remarks>Whoever has a second factor is refused with <see cref="Codes.SecondFactorNeeded"/> and a <see cref="Refusal.Challenge"/> for <see cref="SignInByCode"/>.</remarks>
    /// <returns>The account that acts.</returns>
    public ValueTask<Reply<int>> SignIn(string email, string password, CancellationToken stop = default) => Begin(Credentials("/auth/sign-in", email, password), stop);

    /// <summary>The second step, with a code of the authenticator app or a recovery code. A wrong code may be followed by another.</summary>
    /// <remarks><paramref name="challenge"/>: What the first step was refused with; it lasts some minutes.</remarks>
    /// <returns>The account that acts.</returns>
    public ValueTask<Reply<int>> SignInByCode(string challenge, string code, CancellationToken stop = default)
    {
        Exchange exchange = _line.Rent("POST", "/auth/sign-in/code");
        exchange.Json.BeginObject().Name("challenge"u8).Text(challenge).Name("code"u8).Text(code).EndObject();
        return Begin(exchange, stop);
    }

    public ValueTask<Reply<bool>> SignOut(CancellationToken stop = default) => _line.Send(_line.Rent("POST", "/auth/sign-out"), Yes, null, stop);

    /// <summary>Makes an HMAC key of the acting account.</summary>
    /// <remarks><paramref name="scopes"/>: Of read, trade, reduceOnly, transfer, withdraw.</remarks>
    public ValueTask<Reply<NewKey>> CreateKey(string label, IReadOnlyList<string> scopes, CancellationToken stop = default) => CreateKey(label, scopes, null, stop);

    /// <summary>Makes an Ed25519 key of the acting account; its secret stays here.</summary>
    /// <remarks><paramref name="publicKey"/>: Its 32 bytes.</remarks>
    public ValueTask<Reply<NewKey>> CreateKey(string label, IReadOnlyList<string> scopes, byte[]? publicKey, CancellationToken stop = default)
    {
        Exchange exchange = _line.Rent("POST", "/keys");
        JsonOut json = exchange.Json.BeginObject().Name("label"u8).Text(label).Name("scopes"u8).BeginArray();
        foreach (string scope in scopes) json.Text(scope);
        json.EndArray();
        if (publicKey is not null) json.Name("publicKey"u8).Text(Convert.ToBase64String(publicKey));
        json.EndObject();
        return _line.Send(exchange, NewKey.Read, null, stop);
    }

    /// <summary>In whose name the client acts, and what it may.</summary>
    public ValueTask<Reply<Myself>> Me(CancellationToken stop = default) => _line.Send(_line.Rent("GET", "/me"), Myself.Read, null, stop);

    /// <summary>The acting account's keys.</summary>
    public ValueTask<Reply<IReadOnlyList<KeyInfo>>> Keys(CancellationToken stop = default) =>
        _line.Send(_line.Rent("GET", "/keys"), static (ref Utf8JsonReader r, object? c) => Lists.Read(ref r, "keys"u8, KeyInfo.Read, c), null, stop);

    /// <summary>Gives a key other terms; all of them are said anew.</summary>
    public ValueTask<Reply<KeyInfo>> ChangeKey(string keyId, KeyTerms terms, CancellationToken stop = default)
    {
        Exchange exchange = _line.Rent("PATCH", "/keys/" + Uri.EscapeDataString(keyId));
        terms.Write(exchange.Json);
        return _line.Send(exchange, KeyInfo.Read, null, stop);
    }

    /// <summary>Takes a key away; what it has open on sockets ends.</summary>
    public ValueTask<Reply<bool>> RemoveKey(string keyId, CancellationToken stop = default) => _line.Send(_line.Rent("DELETE", "/keys/" + Uri.EscapeDataString(keyId)), Yes, null, stop);

    /// <summary>The person's accounts, the root first.</summary>
    public ValueTask<Reply<IReadOnlyList<OwnAccount>>> Accounts(CancellationToken stop = default) =>
        _line.Send(_line.Rent("GET", "/accounts"), static (ref Utf8JsonReader r, object? c) => Lists.Read(ref r, "accounts"u8, OwnAccount.Read, c), null, stop);

    /// <returns>The new account.</returns>
    public ValueTask<Reply<int>> OpenSubAccount(string label, CancellationToken stop = default)
    {
        Exchange exchange = _line.Rent("POST", "/accounts");
        exchange.Json.BeginObject().Name("label"u8).Text(label).EndObject();
        return _line.Send(exchange, ReadAccount, null, stop);
    }

    private async ValueTask<Reply<int>> Begin(Exchange exchange, CancellationToken stop)
    {
        if (_line.Credentials is not Session session) throw new InvalidOperationException("Only a client that was made with a Session can sign in.");
        Reply<Session.Tokens> reply = await _line.Send(exchange, Session.Read, _line.Options.Time, stop, isPublic: true).ConfigureAwait(false);
        if (!reply.IsOk) return new Reply<int>(reply.Refusal);
        if (reply.Value.Challenge is { } challenge) return new Reply<int>(new Refusal(Codes.SecondFactorNeeded, "Now show your second factor.") { Challenge = challenge });
        session.Begin(reply.Value);
        return new Reply<int>(session.Account);
    }

    private Exchange Credentials(string path, string email, string password)
    {
        Exchange exchange = _line.Rent("POST", path);
        exchange.Json.BeginObject().Name("email"u8).Text(email).Name("password"u8).Text(password).EndObject();
        return exchange;
    }

    private static bool Yes(ref Utf8JsonReader reader, object? context) => true;

    private static int ReadAccount(ref Utf8JsonReader reader, object? context)
    {
        int account = 0;
        while (JsonIn.NextField(ref reader))
        {
            if (reader.ValueTextEquals("accountId"u8)) account = (int)JsonIn.Id(ref reader);
            else JsonIn.Skip(ref reader);
        }
        return account;
    }
}
