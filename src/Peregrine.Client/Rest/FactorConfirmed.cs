using System.Text.Json;
using Peregrine.Client.Json;

namespace Peregrine.Client.Rest;

/// <summary>What a code of a new app is answered with.</summary>
/// <param name="RecoveryCodes">Each opens once; told here and never again.</param>
/// <param name="WaitsUntil">When it is turned on, unless its owner stops it; nothing when it is on.</param>
public sealed record FactorConfirmed(IReadOnlyList<string> RecoveryCodes, DateTimeOffset? WaitsUntil)
{
    internal static FactorConfirmed Read(ref Utf8JsonReader reader, object? context)
    {
        List<string> codes = [];
        DateTimeOffset? until = null;
        while (JsonIn.NextField(ref reader))
        {
            if (reader.ValueTextEquals("recoveryCodes"u8))
            {
                JsonIn.Begin(ref reader, JsonTokenType.StartArray);
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) codes.Add(reader.GetString() ?? "");
            }
            else if (reader.ValueTextEquals("waitsUntil"u8))
            {
                until = DateTimeOffset.FromUnixTimeMilliseconds(JsonIn.Number(ref reader));
            }
            else
            {
                JsonIn.Skip(ref reader);
            }
        }
        return new FactorConfirmed(codes, until);
    }
}
