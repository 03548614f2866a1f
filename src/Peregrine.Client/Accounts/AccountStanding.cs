using System.Text.Json;
using Peregrine.Client.Json;
using Peregrine.Core;

namespace Peregrine.Client.Accounts;

/// <summary>How an account stands, by the engine's own formulas.</summary>
public readonly record struct AccountStanding
{
    public int Account { get; init; }

    public AccountStatus Status { get; init; }

    public Micros Cash { get; init; }

    public Micros Equity { get; init; }

    public Micros InitialMargin { get; init; }

    public Micros MaintenanceMargin { get; init; }

    public Micros Available { get; init; }

    public Micros Withdrawable { get; init; }

    public long AsOfSeq { get; init; }

    internal static AccountStanding Read(ref Utf8JsonReader reader, object? context)
    {
        var figures = default(AccountStanding);
        while (JsonIn.NextField(ref reader))
        {
            if (reader.ValueTextEquals("accountId"u8)) figures = figures with { Account = (int)JsonIn.Id(ref reader) };
            else if (reader.ValueTextEquals("status"u8)) figures = figures with { Status = JsonIn.Name<AccountStatus>(ref reader) };
            else if (reader.ValueTextEquals("cash"u8)) figures = figures with { Cash = Money(ref reader) };
            else if (reader.ValueTextEquals("equity"u8)) figures = figures with { Equity = Money(ref reader) };
            else if (reader.ValueTextEquals("initialMargin"u8)) figures = figures with { InitialMargin = Money(ref reader) };
            else if (reader.ValueTextEquals("maintenanceMargin"u8)) figures = figures with { MaintenanceMargin = Money(ref reader) };
            else if (reader.ValueTextEquals("available"u8)) figures = figures with { Available = Money(ref reader) };
            else if (reader.ValueTextEquals("withdrawable"u8)) figures = figures with { Withdrawable = Money(ref reader) };
            else if (reader.ValueTextEquals("asOfSeq"u8)) figures = figures with { AsOfSeq = JsonIn.Number(ref reader) };
            else JsonIn.Skip(ref reader);
        }
        return figures;
    }

    private static Micros Money(ref Utf8JsonReader reader) => new(JsonIn.Decimal(ref reader, Grid.Micros));
}
