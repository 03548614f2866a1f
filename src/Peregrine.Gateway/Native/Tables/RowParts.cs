using Peregrine.Core;
using Peregrine.Gateway.Json;

namespace Peregrine.Gateway.Native.Tables;

/// <summary>What the rows of many tables have in common.</summary>
internal static class RowParts
{
    public static readonly Choices Kinds = new Choices<EventKind>();

    public static void Moment(in HistoryRow row, RowText text)
    {
        text.Time(row["time_ns"]);
        Address(in row, text);
    }

    public static void Address(in HistoryRow row, RowText text)
    {
        text.Number(row["seq"]);
        text.Number(row["idx"]);
    }

    public static void IdOrNothing(RowText text, long id)
    {
        if (id != 0) text.Id(id);
        else text.Nothing();
    }

    public static void DecimalOrNothing(RowText text, long count, Scale scale)
    {
        if (count != 0) text.Decimal(count, scale);
        else text.Nothing();
    }

    public static void TimeOrNothing(RowText text, long ns)
    {
        if (ns != 0) text.Time(ns);
        else text.Nothing();
    }

    public static void MoneyOrNothing(RowText text, long? micros)
    {
        if (micros is { } amount) text.Decimal(amount, Scale.Micros);
        else text.Nothing();
    }
}
