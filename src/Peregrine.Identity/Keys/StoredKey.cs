using System.Net;
using Peregrine.Core;
using Peregrine.Identity.Storage;

namespace Peregrine.Identity.Keys;

/// <summary>A row of the keys' table.</summary>
internal sealed record StoredKey(
    long Row, Id128 Name, long AccountRow, int Account, PersonId Owner, KeyKind Kind, byte[] Material, KeyTerms Terms, KeyTerms? Wanted, RequestKey Request,
    KeyState State, int Key, RejectCode Refused, long CreatedAt, long? LastUsedAt, string? LastUsedFrom)
{
    public const string Select =
        "SELECT k.id, k.name, k.account, a.engine_account, a.person, k.kind, k.material, k.terms, k.wanted, k.request, k.state, COALESCE(k.engine_key, 0), k.refusal, "
        + "k.created_at, k.last_used_at, k.last_used_from FROM api_keys k JOIN accounts a ON a.id = k.account";

    public bool IsUnfinished => State is KeyState.Pending or KeyState.Changing or KeyState.Revoking;

    public ApiKeyInfo Info => new(Name, Account, Key, Kind, Terms, Wanted, State, Refused, CreatedAt, LastUsedAt, LastUsedFrom);

    public static StoredKey Read(Row r) => new(
        r.Long(0), r.Id(1), r.Long(2), r.Int(3), new(r.Long(4)), (KeyKind)r.Byte(5), r.Blob(6), TermsText.Read(r.Text(7)),
        r.TextOrNull(8) is { } wanted ? TermsText.Read(wanted) : null, r.Request(9), (KeyState)r.Byte(10), r.Int(11), (RejectCode)r.Int(12), r.Long(13),
        r.LongOrNull(14), r.TextOrNull(15));

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

    // Whoever may trade may also reduce.
    private static Scopes Common(Scopes a, Scopes b)
    {
        Scopes common = Wide(a) & Wide(b);
        return (common & Scopes.Trade) != 0 ? common & ~Scopes.ReduceOnly | (a & b & Scopes.ReduceOnly) : common;
    }

    private static Scopes Wide(Scopes scopes) => (scopes & Scopes.Trade) != 0 ? scopes | Scopes.ReduceOnly : scopes;
}
