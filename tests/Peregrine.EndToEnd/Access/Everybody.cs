using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;
using Peregrine.EndToEnd.Fapi;

namespace Peregrine.EndToEnd.Access;

/// <summary>One of each who may try something: nobody, every role, and a key of each scope.</summary>
internal sealed class Everybody : IDisposable
{
    // As docs/api/frames.md numbers them.
    private const byte Refused = 130, Malformed = 132;
    private const ushort ReduceOnly = 4, NotPermitted = 101;

    private readonly VenueProcess _venue;
    private readonly Dictionary<string, ApiClient> _clients = [];
    private readonly Dictionary<string, FapiClient> _bots = [];
    private readonly FapiClient _keyless;
    private readonly Dictionary<AccessRow, Verdict> _withoutKey = [];
    private readonly Dictionary<string, StreamClient> _sockets = [];
    private uint _frames;

    private Everybody(VenueProcess venue) => (_venue, _keyless) = (venue, new FapiClient(venue.Url, "", ""));

    public static async Task<Everybody> Join(VenueProcess venue)
    {
        var made = new Everybody(venue);
        made._clients["anonymous"] = venue.Client();
        made._clients["trader"] = await venue.Client().Join("tina");
        foreach ((string subject, string name) in new[] { ("auditor", "audrey"), ("operator", "olga"), ("officer", "otto") }) made._clients[subject] = await venue.Client().SignIn(name);
        // A key that may withdraw wants one; after that it is in the way of signing in again.
        Authenticator app = await made._clients["trader"].SetUpFactor();
        foreach (string scope in new[] { "read", "trade", "reduceOnly", "transfer", "withdraw" }) await made.MakeKey(scope);
        (await made._clients["trader"].Post("/auth/second-factor/off", $$"""{"code":"{{await app.Code()}}"}""")).Is(204);
        return made;
    }

    /// <summary>What came of somebody's try. What the request asks for is nonsense wherever it can be: who is let in is told so.</summary>
    public async Task<Verdict> Try(AccessRow row, string subject)
    {
        if (row.IsFrame) return await Send(row, subject, await SocketOf(subject));
        if (row.IsSocket) return await Say(row, await SocketOf(subject));
        if (row.IsDialect) return await Ask(row, subject);
        ApiClient client = _clients[subject];
        Reply reply = await client.Send(new HttpMethod(row.Method), Filled(row), BodyOf(row));
        if (row.Path is "/api/v1/auth/sign-out" && reply.Status == 204) await client.SignIn(NameOf(subject));
        return reply.Status switch
        {
            // What only a page of the venue may ask for is refused by its origin, whoever asks.
            401 when row.Access != "public" && reply.Code != "WRONG_CREDENTIALS" && reply.Field != "Origin" => Verdict.Unknown,
            403 when reply.Code == "NOT_PERMITTED" => Verdict.No,
            500 => throw new InvalidOperationException($"{row.Method} {row.Path} by {subject}: {reply.Body}"),
            _ => Verdict.Yes,
        };
    }

    public void Dispose()
    {
        foreach (ApiClient client in _clients.Values) client.Dispose();
        foreach (FapiClient bot in _bots.Values) bot.Dispose();
        _keyless.Dispose();
        foreach (StreamClient socket in _sockets.Values) socket.Dispose();
    }

    /// <summary>Its path with something in place of each parameter, without the version's prefix.</summary>
    public static string Filled(AccessRow row)
    {
        string path = row.Path["/api/v1".Length..].Replace("{market}", "SOL-PERP", StringComparison.Ordinal);
        while (path.IndexOf('{', StringComparison.Ordinal) is var open and >= 0) path = string.Concat(path.AsSpan(0, open), "0", path.AsSpan(path.IndexOf('}', StringComparison.Ordinal) + 1));
        return path;
    }

    public static string? BodyOf(AccessRow row) => row.Method is "POST" or "PUT" or "PATCH" && !TakesNoBody(row) ? """{"nothing":"of this name"}""" : null;

    private static bool TakesNoBody(AccessRow row) => row.Path.EndsWith("/approve", StringComparison.Ordinal) || row.Path.EndsWith("/pause", StringComparison.Ordinal)
        || row.Path.EndsWith("/resume", StringComparison.Ordinal) || row.Path.EndsWith("/sign-out", StringComparison.Ordinal)
        || row.Path.EndsWith("/keep", StringComparison.Ordinal);

    private static string NameOf(string subject) => subject switch
    {
        "trader" => "tina",
        "auditor" => "audrey",
        "operator" => "olga",
        _ => "otto",
    };

    private async Task MakeKey(string scope)
    {
        Reply key = (await _clients["trader"].Post("/keys", $$"""{"label":"{{scope}}","scopes":["{{scope}}"]}""")).Is(200);
        ApiClient client = _venue.Client();
        client.Signer = (key.Text("keyId"), key.Text("secret"));
        _clients[$"key:{scope}"] = client;
        _bots[$"key:{scope}"] = new FapiClient(_venue.Url, key.Text("keyId"), key.Text("secret"));
    }

    // When it is needed first: who signs out meanwhile would lose it.
    private async Task<StreamClient> SocketOf(string subject) => _sockets.TryGetValue(subject, out StreamClient? socket) ? socket : _sockets[subject] = await Open(subject, _clients[subject]);

    private async Task<StreamClient> Open(string subject, ApiClient client)
    {
        StreamClient socket = await StreamClient.Open(_venue.Url, client.Token);
        if (client.Signer is not { } signer) return socket;
        string time = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture), signature = ApiClient.Sign(signer.Secret, time, "GET", "/ws/v1", "");
        JsonElement answer = await socket.Ask($"\"op\":\"auth\",\"key\":\"{signer.Key}\",\"timestamp\":{time},\"signature\":\"{signature}\"");
        Assert.True(answer.TryGetProperty("ok", out _), $"{subject}: {answer}");
        return socket;
    }

    // Who has no key says nothing of himself in the dialect: all of them ask the same, and it is asked once.
    private async Task<Verdict> Ask(AccessRow row, string subject)
    {
        bool isKey = _bots.TryGetValue(subject, out FapiClient? bot);
        if (isKey) return await Ask(row, bot!, isKey);
        return _withoutKey.TryGetValue(row, out Verdict verdict) ? verdict : _withoutKey[row] = await Ask(row, _keyless, isKey);
    }

    private static async Task<Verdict> Ask(AccessRow row, FapiClient bot, bool isKey)
    {
        bool isOpen = row.Access == "open";
        FapiReply reply = await bot.Send(new HttpMethod(row.Method), row.Path, "", null, isSigned: row.Access == "signed" && isKey, hasKey: isKey);
        Assert.NotEqual(500, reply.Status);
        if (isOpen || reply.Status != 401) return Verdict.Yes;
        return isKey ? Verdict.No : Verdict.Unknown;
    }

    // A binary frame has one word for who is not known and who is not permitted.
    private async Task<Verdict> Send(AccessRow row, string subject, StreamClient socket)
    {
        await socket.Say(FrameOf(row.Path["frame:".Length..], ++_frames));
        byte[] answer = await socket.Binary();
        Assert.Equal(_frames, Frames.Correlation(answer));
        Assert.NotEqual(Malformed, answer[2]);
        bool isPermitted = answer[2] != Refused || BinaryPrimitives.ReadUInt16LittleEndian(answer.AsSpan(8)) != NotPermitted;
        return isPermitted ? Verdict.Yes : subject == "anonymous" ? Verdict.Unknown : Verdict.No;
    }

    private static byte[] FrameOf(string name, uint correlation) => name switch
    {
        "place" => Frames.Place(correlation, market: 1, side: 1, price: 1, qty: 1, "", ReduceOnly),
        "amend" => Frames.Amend(correlation, order: 1, price: 1, qty: 1),
        "cancel" => Frames.Cancel(correlation, order: 1, ""),
        "massCancel" => Frames.MassCancel(correlation, market: 1),
        "ping" => Frames.Ping(correlation, nonce: 1),
        _ => throw new InvalidOperationException($"nobody has said what a frame {name} looks like"),
    };

    private static async Task<Verdict> Say(AccessRow row, StreamClient socket)
    {
        string said = row.Path.StartsWith("subscribe:", StringComparison.Ordinal)
            ? $"\"op\":\"subscribe\",\"ch\":\"{row.Path["subscribe:".Length..]}\"{MarketOf(row)}"
            : row.Path switch
            {
                // Who says auth with nothing stays who he is.
                "auth" or "subscribe" or "unsubscribe" or "ping" => $"\"op\":\"{row.Path}\"",
                _ => $"\"op\":\"{row.Path}\",\"order\":\"x\",\"body\":{{\"nothing\":1}}",
            };
        JsonElement answer = await socket.Ask(said);
        string? code = answer.TryGetProperty("error", out JsonElement error) ? error.GetProperty("code").GetString() : null;
        return code switch
        {
            "UNAUTHENTICATED" => Verdict.Unknown,
            "NOT_PERMITTED" => Verdict.No,
            _ => Verdict.Yes,
        };
    }

    private static string MarketOf(AccessRow row) => row.Path[("subscribe:".Length)..] switch
    {
        "status" or "account" or "insurance" => "",
        "candles" => ",\"market\":\"SOL-PERP\",\"interval\":\"1m\"",
        _ => ",\"market\":\"SOL-PERP\"",
    };
}
