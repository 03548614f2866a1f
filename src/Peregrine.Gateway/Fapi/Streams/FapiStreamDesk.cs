using System.Text;
using System.Text.Json;
using Peregrine.Gateway.Folds;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Rates;
using Peregrine.Gateway.Streams;

namespace Peregrine.Gateway.Fapi.Streams;

/// <summary>Reads requests on one socket of the dialect: subscribe, unsubscribe, list. Answers are never wrapped and echo the request's id as it came.</summary>
internal sealed class FapiStreamDesk : IFrameDesk
{
    private const int BadRequest = 2, TooMany = 3;

    // Ten a second in the long run; a client that asks for each of its streams by itself may do so at once.
    private static readonly RateLimit Requests = new(10, 200);

    private readonly JsonText _json = new();
    private readonly TokenBucket _bucket = new();
    private readonly List<string> _names = [];

    /// <param name="session">The socket.</param>
    /// <param name="isCombined">Payloads are wrapped, to begin with.</param>
    /// <param name="events">Of a user's own events only those of these names; none for all.</param>
    public FapiStreamDesk(StreamSession session, bool isCombined, IEnumerable<string> events) => (Session, IsCombined, UserEvents) = (session, isCombined, new HashSet<string>(events, StringComparer.Ordinal));

    public StreamSession Session { get; }

    public Gateway Gateway => Session.Gateway;

    public IReadOnlySet<string> UserEvents { get; }

    /// <summary>Payloads are wrapped with the name of their stream.</summary>
    public bool IsCombined { get; private set; }

    /// <summary>Begins a stream that the address named. Names that we do not know are passed over: some clients connect to any number.</summary>
    public void Begin(string name) => Add(name);

    public void Take(ReadOnlySpan<byte> message, bool isBinary)
    {
        if (!_bucket.Take(Requests, 1, NowNs).IsPaid)
        {
            Session.End(System.Net.WebSockets.WebSocketCloseStatus.PolicyViolation, "more than ten messages a second", null);
            return;
        }
        try
        {
            using JsonDocument document = JsonDocument.Parse(message.ToArray());
            Take(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            Refuse(default, BadRequest, "Invalid JSON: expected one object.");
        }
    }

    private long NowNs => Environment.TickCount64 * 1_000_000 + 1;

    private void Take(JsonElement request)
    {
        JsonElement id = request.ValueKind == JsonValueKind.Object && request.TryGetProperty("id"u8, out JsonElement given) ? given : default;
        string method = request.ValueKind == JsonValueKind.Object && request.TryGetProperty("method"u8, out JsonElement named) && named.ValueKind == JsonValueKind.String ? named.GetString()! : "";
        if (Texts(request) is not { } parameters)
        {
            Refuse(id, BadRequest, "Invalid request: params is a list of strings.");
            return;
        }
        switch (method.ToUpperInvariant())
        {
            case "SUBSCRIBE": Subscribe(id, parameters); break;
            case "UNSUBSCRIBE": Unsubscribe(id, parameters); break;
            case "LIST_SUBSCRIPTIONS": List(id); break;
            case "SET_PROPERTY" when parameters is ["combined", var value]:
                IsCombined = value == "true";
                Done(id);
                break;
            case "GET_PROPERTY" when parameters is ["combined"]:
                Begin(id).Bool(IsCombined);
                End();
                break;
            default: Refuse(id, BadRequest, $"Invalid request: unknown method '{(method.Length > 40 ? method[..40] : method)}'."); break;
        }
    }

    private static List<string>? Texts(JsonElement request)
    {
        List<string> texts = [];
        if (request.ValueKind != JsonValueKind.Object || !request.TryGetProperty("params"u8, out JsonElement list)) return texts;
        if (list.ValueKind != JsonValueKind.Array) return null;
        foreach (JsonElement item in list.EnumerateArray())
        {
            if (item.ValueKind is not (JsonValueKind.String or JsonValueKind.True or JsonValueKind.False)) return null;
            texts.Add(item.ValueKind == JsonValueKind.String ? item.GetString()! : item.GetRawText());
        }
        return texts;
    }

    // All of them, or none: a client that misspelt one learns which.
    private void Subscribe(JsonElement id, List<string> names)
    {
        if (names.Find(n => StreamNames.Make(n, this) is null && !Gateway.Fapi.ListenKeys.Knows(n)) is { } unknown)
        {
            Refuse(id, BadRequest, $"Invalid request: there is no stream '{(unknown.Length > 80 ? unknown[..80] : unknown)}'.");
            return;
        }
        foreach (string name in names)
        {
            if (Add(name)) continue;
            Refuse(id, TooMany, "Invalid request: too many streams on one connection.");
            return;
        }
        Done(id);
    }

    private bool Add(string name)
    {
        if (_names.Contains(name)) return true;
        Subscription? stream = StreamNames.Make(name, this) ?? (Subscription?)Gateway.Fapi.ListenKeys.Attach(name, this);
        if (stream is null) return true;
        if (!Session.TryAdd(stream.Of(Gateway.Needs(FoldSet.All))))
        {
            stream.Left();
            return false;
        }
        _names.Add(name);
        return true;
    }

    private void Unsubscribe(JsonElement id, List<string> names)
    {
        foreach (string name in names)
        {
            if (_names.Remove(name)) Session.TryRemove(name);
        }
        Done(id);
    }

    private void List(JsonElement id)
    {
        Begin(id).BeginArray();
        foreach (string name in _names) _json.String(name);
        _json.EndArray();
        End();
    }

    private void Done(JsonElement id)
    {
        Begin(id).Null();
        End();
    }

    private JsonText Begin(JsonElement id)
    {
        _json.Clear();
        return _json.BeginObject().Name("id"u8).Raw(Raw(id)).Name("result"u8);
    }

    private void Refuse(JsonElement id, int code, string message)
    {
        _json.Clear();
        _json.BeginObject().Name("error"u8).BeginObject().Name("code"u8).Number(code).Name("msg"u8).String(message).EndObject().Name("id"u8).Raw(Raw(id));
        End();
    }

    private void End() => Session.Post(_json.EndObject().Written.Span);

    private static byte[] Raw(JsonElement id) =>
        id.ValueKind is JsonValueKind.Number or JsonValueKind.String ? Encoding.UTF8.GetBytes(id.GetRawText()) : [.. "null"u8];
}
