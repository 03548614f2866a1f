using System.Text.Json;
using Peregrine.Client.Json;
using Peregrine.Core;

namespace Peregrine.Client.Accounts;

/// <summary>Limits, and how near they are.</summary>
public sealed record LimitStanding
{
    public OwnLimits Limits { get; init; } = new();

    /// <summary>Looser ones that wait; none when none do.</summary>
    public OwnLimits? Pending { get; init; }

    /// <summary>When those that wait hold; 0 without any.</summary>
    public long PendingFromMs { get; init; }

    public Micros DayLoss { get; init; }

    public Micros Drawdown { get; init; }

    public bool IsBreached { get; init; }

    public long AsOfSeq { get; init; }

    internal static LimitStanding Read(ref Utf8JsonReader reader, object? context)
    {
        var standing = new LimitStanding();
        while (JsonIn.NextField(ref reader))
        {
            if (reader.ValueTextEquals("limits"u8)) standing = standing with { Limits = OwnLimits.Read(ref reader) };
            else if (reader.ValueTextEquals("pending"u8)) standing = standing with { Pending = OwnLimits.Read(ref reader) };
            else if (reader.ValueTextEquals("pendingFrom"u8)) standing = standing with { PendingFromMs = JsonIn.Number(ref reader) };
            else if (reader.ValueTextEquals("dayLoss"u8)) standing = standing with { DayLoss = new Micros(JsonIn.Decimal(ref reader, Grid.Micros)) };
            else if (reader.ValueTextEquals("drawdown"u8)) standing = standing with { Drawdown = new Micros(JsonIn.Decimal(ref reader, Grid.Micros)) };
            else if (reader.ValueTextEquals("isBreached"u8)) standing = standing with { IsBreached = JsonIn.Flag(ref reader) };
            else if (reader.ValueTextEquals("asOfSeq"u8)) standing = standing with { AsOfSeq = JsonIn.Number(ref reader) };
            else JsonIn.Skip(ref reader);
        }
        return standing;
    }
}
