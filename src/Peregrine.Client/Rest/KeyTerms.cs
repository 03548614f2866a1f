using Peregrine.Client.Accounts;
using Peregrine.Client.Json;

namespace Peregrine.Client.Rest;

/// <summary>What a key is called, may do, and from where.</summary>
/// <param name="Label">Its name for people.</param>
/// <param name="Scopes">Of read, trade, reduceOnly, transfer, withdraw.</param>
public sealed record KeyTerms(string Label, IReadOnlyList<string> Scopes)
{
    /// <summary>Such as 10.0.0.0/8; empty for everywhere.</summary>
    public IReadOnlyList<string> Networks { get; init; } = [];

    /// <summary>0 when it does not expire.</summary>
    public long ExpiresAtMs { get; init; }

    /// <summary>Beside the account's; none for none of its own.</summary>
    public OwnLimits? Limits { get; init; }

    internal void Write(JsonOut json)
    {
        json.BeginObject().Name("label"u8).Text(Label);
        TextList.Write(json, "scopes"u8, Scopes);
        if (Networks.Count > 0) TextList.Write(json, "networks"u8, Networks);
        if (ExpiresAtMs > 0) json.Name("expiresAt"u8).Number(ExpiresAtMs);
        if (Limits is not null)
        {
            json.Name("limits"u8);
            Limits.Write(json);
        }
        json.EndObject();
    }
}
