using System.Text.Json;
using Peregrine.Client.Accounts;
using Peregrine.Client.Json;

namespace Peregrine.Client.Rest;

/// <summary>A key as it stands, without its secret.</summary>
public sealed record KeyInfo
{
    public string KeyId { get; init; } = "";

    public int Account { get; init; }

    /// <summary>hmacSha256 or ed25519.</summary>
    public string Kind { get; init; } = "";

    /// <summary>pending, active, changing, revoking, refused or revoked.</summary>
    public string State { get; init; } = "";

    public string Label { get; init; } = "";

    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>Where it may come from; empty for everywhere.</summary>
    public IReadOnlyList<string> Networks { get; init; } = [];

    /// <summary>0 when it does not expire.</summary>
    public long ExpiresAtMs { get; init; }

    public OwnLimits Limits { get; init; } = new();

    public long CreatedMs { get; init; }

    /// <summary>0 when it was never used.</summary>
    public long LastUsedMs { get; init; }

    internal static KeyInfo Read(ref Utf8JsonReader reader, object? context)
    {
        var key = new KeyInfo();
        while (JsonIn.NextField(ref reader))
        {
            if (reader.ValueTextEquals("keyId"u8)) key = key with { KeyId = JsonIn.Text(ref reader) };
            else if (reader.ValueTextEquals("accountId"u8)) key = key with { Account = (int)JsonIn.Id(ref reader) };
            else if (reader.ValueTextEquals("kind"u8)) key = key with { Kind = JsonIn.Text(ref reader) };
            else if (reader.ValueTextEquals("state"u8)) key = key with { State = JsonIn.Text(ref reader) };
            else if (reader.ValueTextEquals("label"u8)) key = key with { Label = JsonIn.Text(ref reader) };
            else if (reader.ValueTextEquals("scopes"u8)) key = key with { Scopes = TextList.Read(ref reader) };
            else if (reader.ValueTextEquals("networks"u8)) key = key with { Networks = TextList.Read(ref reader) };
            else if (reader.ValueTextEquals("expiresAt"u8)) key = key with { ExpiresAtMs = JsonIn.Number(ref reader) };
            else if (reader.ValueTextEquals("limits"u8)) key = key with { Limits = OwnLimits.Read(ref reader) };
            else if (reader.ValueTextEquals("created"u8)) key = key with { CreatedMs = JsonIn.Number(ref reader) };
            else if (reader.ValueTextEquals("lastUsed"u8)) key = key with { LastUsedMs = JsonIn.Number(ref reader) };
            else JsonIn.Skip(ref reader);
        }
        return key;
    }
}
