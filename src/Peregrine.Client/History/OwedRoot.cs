using System.Text.Json;
using Peregrine.Client.Json;

namespace Peregrine.Client.History;

/// <summary>What the venue published that it owes to all accounts at a command. Sums are micro-dollars, as many digits as they have.</summary>
/// <param name="Seq">At which command.</param>
/// <param name="TimeMs">When that was.</param>
/// <param name="Accounts">How many were counted.</param>
/// <param name="Root">The root of the tree, hexadecimal.</param>
/// <param name="Owed">The sum of what accounts have.</param>
public sealed record OwedRoot(long Seq, long TimeMs, int Accounts, string Root, string Owed)
{
    internal static OwedRoot Read(ref Utf8JsonReader reader, object? context)
    {
        var root = new OwedRoot(0, 0, 0, "", "");
        while (JsonIn.NextField(ref reader))
        {
            if (reader.ValueTextEquals("seq"u8)) root = root with { Seq = JsonIn.Number(ref reader) };
            else if (reader.ValueTextEquals("time"u8)) root = root with { TimeMs = JsonIn.Number(ref reader) };
            else if (reader.ValueTextEquals("accounts"u8)) root = root with { Accounts = (int)JsonIn.Number(ref reader) };
            else if (reader.ValueTextEquals("root"u8)) root = root with { Root = JsonIn.Text(ref reader) };
            else if (reader.ValueTextEquals("owed"u8)) root = root with { Owed = JsonIn.Text(ref reader) };
            else JsonIn.Skip(ref reader);
        }
        return root;
    }
}
