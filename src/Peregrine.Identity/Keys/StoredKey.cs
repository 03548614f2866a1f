using System.Net;
using Peregrine.Core;
using Peregrine.Identity.Storage;

namespace Peregrine.Identity.Keys;

/// <summary>A row of the keys' table.</summary>
internal sealed record StoredKey(
    long Row, Id128 Name, int Account, PersonId Owner, KeyKind Kind, byte[] Material, KeyTerms Terms, KeyTerms? Wanted, RequestKey Request,
    KeyState State, int Key, RejectCode Refused, long CreatedAt, long? LastUsedAt, string? LastUsedFrom)
{
    public const string Select =
        "SELECT k.id, k.name, a.engine_account, a.person, k.kind, k.material, k.terms, k.wanted, k.request, k.state, COALESCE(k.engine_key, 0), k.refusal, "
        + "k.created_at, k.last_used_at, k.last_used_from FROM api_keys k JOIN accounts a ON a.id = k.account";

    public ApiKeyInfo Info => new(Name, Account, Key, Kind, Terms, Wanted, State, Refused, CreatedAt, LastUsedAt, LastUsedFrom);

    public static StoredKey Read(Row r) => new(
        r.Long(0), r.Id(1), r.Int(2), new(r.Long(3)), (KeyKind)r.Byte(4), r.Blob(5), TermsText.Read(r.Text(6)),
        r.TextOrNull(7) is { } wanted ? TermsText.Read(wanted) : null, r.Request(8), (KeyState)r.Byte(9), r.Int(10), (RejectCode)r.Int(11), r.Long(12),
        r.LongOrNull(13), r.TextOrNull(14));

    /// <summary>The key for requests: while terms change, what old and new both allow.</summary>
    public ApiKeyEntry ToEntry(byte[]? secret)
    {
        KeyTerms wanted = Wanted ?? Terms;
        IPNetwork[][] networks = Wanted is null ? [[.. Terms.Networks]] : [[.. Terms.Networks], [.. wanted.Networks]];
        return new ApiKeyEntry
        {
            Row = Row,
            Account = Account,
            Key = Key,
            Scopes = Common(Terms.Scopes, wanted.Scopes),
            ExpiresAtMs = Math.Min(Terms.ExpiresAtMs ?? long.MaxValue, wanted.ExpiresAtMs ?? long.MaxValue),
            Networks = networks,
            Secret = secret,
            PublicKey = Kind == KeyKind.Ed25519 ? Ed25519Key.Of(Material) : null,
        };
    }

    /// <summary>What is wanted takes away something that is allowed now.</summary>
    public bool IsNarrowing => Wanted is { } wanted
        && ((Wide(Terms.Scopes) & ~Wide(wanted.Scopes)) != 0
            || (wanted.Networks.Count > 0 && !wanted.Networks.SequenceEqual(Terms.Networks))
            || (wanted.ExpiresAtMs ?? long.MaxValue) < (Terms.ExpiresAtMs ?? long.MaxValue));

    // Whoever may trade may also reduce.
    private static Scopes Common(Scopes a, Scopes b)
    {
        Scopes common = Wide(a) & Wide(b);
        return (common & Scopes.Trade) != 0 ? common & ~Scopes.ReduceOnly | (a & b & Scopes.ReduceOnly) : common;
    }

    private static Scopes Wide(Scopes scopes) => (scopes & Scopes.Trade) != 0 ? scopes | Scopes.ReduceOnly : scopes;
}
