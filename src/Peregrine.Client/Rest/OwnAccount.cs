using System.Text.Json;
using Peregrine.Client.Json;

namespace Peregrine.Client.Rest;

/// <summary>One of a person's accounts; its number is 0 until the venue has opened it.</summary>
public readonly record struct OwnAccount(int Account, string Label, bool IsRoot)
{
    internal static OwnAccount Read(ref Utf8JsonReader reader, object? context)
    {
        var account = new OwnAccount(0, "", false);
        while (JsonIn.NextField(ref reader))
        {
            if (reader.ValueTextEquals("accountId"u8)) account = account with { Account = (int)JsonIn.Id(ref reader) };
            else if (reader.ValueTextEquals("label"u8)) account = account with { Label = JsonIn.Text(ref reader) };
            else if (reader.ValueTextEquals("isRoot"u8)) account = account with { IsRoot = JsonIn.Flag(ref reader) };
            else JsonIn.Skip(ref reader);
        }
        return account;
    }
}
