using System.Text.Json;
using Peregrine.Client.Json;

namespace Peregrine.Client.Rest;

/// <summary>A key that was just made. The secret is told this once; it is empty for Ed25519.</summary>
public sealed record NewKey(string KeyId, string Secret)
{
    internal static NewKey Read(ref Utf8JsonReader reader, object? context)
    {
        string key = "", secret = "";
        while (JsonIn.NextField(ref reader))
        {
            if (reader.ValueTextEquals("keyId"u8)) key = JsonIn.Text(ref reader);
            else if (reader.ValueTextEquals("secret"u8)) secret = JsonIn.Text(ref reader);
            else JsonIn.Skip(ref reader);
        }
        return new NewKey(key, secret);
    }

    // A secret does not end up in a log by way of an interpolated string.
    public override string ToString() => KeyId;
}
