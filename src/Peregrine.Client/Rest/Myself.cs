using System.Text.Json;
using Peregrine.Client.Json;

namespace Peregrine.Client.Rest;

/// <summary>In whose name the client acts.</summary>
/// <param name="Account">The account that acts.</param>
/// <param name="Key">The number of the key that signs, which orders carry; 0 in a session.</param>
/// <param name="Actions">Of read, trade, reduceOnly, cancel, transfer, withdraw.</param>
/// <param name="Email">Of a session's person; empty for keys.</param>
/// <param name="Role">Which the venue gave that person; empty for keys.</param>
public sealed record Myself(int Account, int Key, IReadOnlyList<string> Actions, string Email, string Role)
{
    internal static Myself Read(ref Utf8JsonReader reader, object? context)
    {
        var me = new Myself(0, 0, [], "", "");
        while (JsonIn.NextField(ref reader))
        {
            if (reader.ValueTextEquals("accountId"u8)) me = me with { Account = (int)JsonIn.Id(ref reader) };
            else if (reader.ValueTextEquals("keyId"u8)) me = me with { Key = (int)JsonIn.Number(ref reader) };
            else if (reader.ValueTextEquals("actions"u8)) me = me with { Actions = TextList.Read(ref reader) };
            else if (reader.ValueTextEquals("email"u8)) me = me with { Email = JsonIn.Text(ref reader) };
            else if (reader.ValueTextEquals("role"u8)) me = me with { Role = JsonIn.Text(ref reader) };
            else JsonIn.Skip(ref reader);
        }
        return me;
    }
}
