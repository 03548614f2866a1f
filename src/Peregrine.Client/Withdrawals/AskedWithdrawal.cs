using System.Text.Json;
using Peregrine.Client.Json;

namespace Peregrine.Client.Withdrawals;

/// <summary>A withdrawal that was asked for: its money has left the balance.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Seq">The engine's number of the command; lists that are asked with it as minSeq have seen it.</param>
/// <param name="IsDuplicate">It had been asked for before.</param>
public readonly record struct AskedWithdrawal(long Id, long Seq, bool IsDuplicate)
{
    internal static AskedWithdrawal Read(ref Utf8JsonReader reader, object? context)
    {
        long id = 0, seq = 0;
        bool isDuplicate = false;
        while (JsonIn.NextField(ref reader))
        {
            if (reader.ValueTextEquals("withdrawalId"u8)) id = JsonIn.Id(ref reader);
            else if (reader.ValueTextEquals("seq"u8)) seq = JsonIn.Number(ref reader);
            else if (reader.ValueTextEquals("duplicate"u8)) isDuplicate = JsonIn.Flag(ref reader);
            else JsonIn.Skip(ref reader);
        }
        return new AskedWithdrawal(id, seq, isDuplicate);
    }
}
