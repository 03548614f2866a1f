using System.Net;
using Peregrine.Core;
using Peregrine.Gateway.Errors;
using Peregrine.Gateway.Http;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Rates;
using Peregrine.Identity;
using Peregrine.Identity.Keys;

namespace Peregrine.Gateway.Native;

/// <summary>API keys of the chosen account: made, listed, changed, taken away. By their owner's session only.</summary>
internal static class KeyRoutes
{
    public static readonly Route[] All =
    [
        new("GET", "/keys", LimitClass.Reads, Access.Session, AllowedActions.None, "The account's keys, those that are gone as well.", List) { Answer = Answers.Keys },
        new("POST", "/keys", LimitClass.Orders, Access.Session, AllowedActions.None, "Makes a key; its secret is in this answer and never again.", Create) { Body = KeyBody.Shape, Answer = Answers.Key },
        new("PATCH", "/keys/{keyId}", LimitClass.Orders, Access.Session, AllowedActions.None, "Gives a key other terms, all of them.", Change) { Body = KeyBody.Shape, Answer = Answers.Key },
        new("DELETE", "/keys/{keyId}", LimitClass.Exits, Access.Session, AllowedActions.None, "Takes a key away for ever.", Revoke) { Status = 204 },
    ];

    private static ValueTask List(ApiCall call)
    {
        call.Answer.BeginObject().Name("keys"u8).BeginArray();
        foreach (ApiKeyInfo key in call.Gateway.People.Keys.Of(call.Who.Person, call.Who.Account)) Write(call, key, null);
        call.Answer.EndArray().EndObject();
        return default;
    }

    private static async ValueTask Create(ApiCall call)
    {
        if (Terms(call, out byte[]? publicKey) is not { } terms || !MayWithdraw(call, terms)) return;
        ApiKeyDesk keys = call.Gateway.People.Keys;
        Result<NewApiKey> made = publicKey is null
            ? await keys.CreateHmac(call.Who.Person, call.Who.Account, terms, call.Caller())
            : await keys.CreateEd25519(call.Who.Person, call.Who.Account, publicKey, terms, call.Caller());
        if (made.IsOk) Write(call, made.Value.Info, made.Value.Secret);
        else call.Refuse(IdentityProblem.Of(made.Refusal));
    }

    private static async ValueTask Change(ApiCall call)
    {
        if (!Id128.TryParse(call.First.ToString(), out Id128 name))
        {
            call.Refuse(Problem.Of(RejectCode.UnknownKey) with { Field = "keyId" });
            return;
        }
        if (Terms(call, out byte[]? publicKey) is not { } terms || !MayWithdraw(call, terms)) return;
        if (publicKey is not null)
        {
            call.Refuse(Problem.Bad("publicKey", "the field left out: a key keeps what it signs with"));
            return;
        }
        Result<ApiKeyInfo> changed = await call.Gateway.People.Keys.Change(call.Who.Person, name, terms, call.Caller());
        if (changed.IsOk) Write(call, changed.Value, null);
        else call.Refuse(IdentityProblem.Of(changed.Refusal));
    }

    private static async ValueTask Revoke(ApiCall call)
    {
        if (!Id128.TryParse(call.First.ToString(), out Id128 name)) call.Refuse(Problem.Of(RejectCode.UnknownKey) with { Field = "keyId" });
        else if (await call.Gateway.People.Keys.Revoke(call.Who.Person, name, call.Caller()) is { } refusal) call.Refuse(IdentityProblem.Of(refusal));
    }

    // A key shows no second factor, so whoever makes one that moves money out shows his.
    private static bool MayWithdraw(ApiCall call, KeyTerms terms) => (terms.Scopes & Scopes.Withdraw) == 0 || SecondFactorRoutes.IsProven(call);

    private static KeyTerms? Terms(ApiCall call, out byte[]? publicKey)
    {
        KeyBody shape = KeyBody.Shape;
        var body = new Body(call.Payload, shape, stackalloc Slot[BodyShape.FieldsMax]);
        string label = body.String(shape.Label);
        var scopes = (Scopes)body.Set(shape.Scopes);
        publicKey = PublicKey(ref body);
        Limits limits = default;
        if (body.Problem is null && body.Has(shape.Limits)) body.Refuse(LimitsCodec.Read(body.Raw(shape.Limits), call.Gateway.Terms, out limits, "limits."));
        KeyTerms terms = new()
        {
            Label = label,
            Scopes = scopes,
            Networks = Networks(ref body),
            ExpiresAtMs = body.Has(shape.ExpiresAt) ? body.Whole(shape.ExpiresAt) : null,
            Limits = limits,
        };
        if (body.Problem is null) return terms;
        call.Refuse(body.Problem);
        return null;
    }

    private static byte[]? PublicKey(ref Body body)
    {
        Field field = KeyBody.Shape.PublicKey;
        if (!body.Has(field)) return null;
        Span<byte> key = stackalloc byte[48];
        if (Convert.TryFromBase64String(body.String(field), key, out int length) && length == 32) return key[..length].ToArray();
        body.Refuse(field);
        return null;
    }

    private static List<IPNetwork> Networks(ref Body body)
    {
        List<IPNetwork> networks = [];
        JsonItems items = body.Items(KeyBody.Shape.Networks);
        while (items.Next())
        {
            if (KeyTerms.TryParseNetwork(System.Text.Encoding.UTF8.GetString(items.Item), out IPNetwork network)) networks.Add(network);
            else body.Refuse(KeyBody.Shape.Networks);
        }
        return networks;
    }

    private static void Write(ApiCall call, ApiKeyInfo key, string? secret)
    {
        JsonText json = call.Answer;
        json.BeginObject().Name("keyId"u8).String(key.Name.ToString()).Name("accountId"u8).Id(key.Account);
        json.Name("kind"u8).Plain(Words.KeyKinds.NameOf((int)key.Kind)).Name("state"u8).Plain(Words.KeyStates.NameOf((int)key.State));
        json.Name("label"u8).String(key.Terms.Label);
        LimitsCodec.WriteSet(json.Name("scopes"u8), Words.Scopes, (int)key.Terms.Scopes);
        json.Name("networks"u8).BeginArray();
        foreach (IPNetwork network in key.Terms.Networks) json.String(network.ToString());
        json.EndArray();
        if (key.Terms.ExpiresAtMs is { } expires) json.Name("expiresAt"u8).Number(expires);
        LimitsCodec.Write(json.Name("limits"u8), key.Terms.Limits, call.Gateway.Terms);
        json.Name("created"u8).Number(key.CreatedAtMs);
        if (key.LastUsedAtMs is { } used) json.Name("lastUsed"u8).Number(used);
        if (secret is not null) json.Name("secret"u8).String(secret);
        json.EndObject();
    }
}
