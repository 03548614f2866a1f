using Peregrine.Core;
using Peregrine.Gateway.Json;

namespace Peregrine.Gateway.Native.Orders;

/// <summary>What became of an order's command, as JSON.</summary>
internal static class OrderAnswer
{
    public static void Write(JsonText json, in OrderPlan plan, in CommandReceipt receipt)
    {
        CommandDone done = receipt.Done;
        json.BeginObject();
        if (plan.Form == OrderForm.CloseAll) json.Name("closes"u8).Number(done.Detail2);
        else WriteIds(json, in plan, done.Detail1);
        WriteClientId(json, plan.ClientId);
        json.Name("state"u8).Plain(Words.OrderStates.NameOf((int)done.State));
        if (plan.Market is { } market) json.Name("filled"u8).Decimal(done.Detail2, market.Lot);
        else if (plan.Form == OrderForm.Pair) json.Name("multiple"u8).Number(done.Detail2);
        json.Name("duplicate"u8).Bool(done.Duplicate != 0);
        WriteSeq(json, in receipt);
        json.EndObject();
    }

    /// <summary>What became of a change of an order that was named.</summary>
    public static void WriteNamed(JsonText json, in CommandReceipt receipt, ReadOnlySpan<byte> count)
    {
        json.BeginObject().Name("orderId"u8).Id(receipt.Done.Detail1).Name("state"u8).Plain(Words.OrderStates.NameOf((int)receipt.Done.State));
        if (!count.IsEmpty) json.Name(count).Number(receipt.Done.Detail2);
        WriteSeq(json, in receipt);
        json.EndObject();
    }

    /// <summary>For commands whose answer is that they were done.</summary>
    public static void WriteDone(JsonText json, in CommandReceipt receipt)
    {
        json.BeginObject().Name("duplicate"u8).Bool(receipt.Done.Duplicate != 0);
        WriteSeq(json, in receipt);
        json.EndObject();
    }

    public static void WriteSeq(JsonText json, in CommandReceipt receipt) =>
        json.Name("seq"u8).Number(receipt.Seq).Name("time"u8).Number(receipt.TimeNs / 1_000_000).Name("timeNs"u8).Id(receipt.TimeNs);

    public static void WriteClientId(JsonText json, ClientOrderId id)
    {
        if (id.IsEmpty) return;
        ReadOnlySpan<byte> bytes = id;
        json.Name("clientOrderId"u8).Plain(bytes.Slice(1, bytes[0]));
    }

    private static void WriteIds(JsonText json, in OrderPlan plan, long first)
    {
        if (!plan.IsGroup)
        {
            json.Name("orderId"u8).Id(first);
            return;
        }
        json.Name("groupId"u8).Id(first).Name("orders"u8).BeginArray();
        // A ladder's index 0 names the whole; elsewhere it is the first order.
        int from = plan.Form == OrderForm.Scale ? 1 : 0;
        for (int i = from; i <= plan.Children; i++) json.Id(first + i);
        json.EndArray();
    }
}
