using System.Runtime.CompilerServices;
using System.Text.Unicode;
using Peregrine.Core;

namespace Peregrine.Gateway.Native.Orders;

/// <summary>Names an order that its client did not name after the signature it came with: the same signed request, sent again by whomever, is the same order.</summary>
internal static class SignatureName
{
    /// <param name="request">Made of the signature; none for sessions, whose requests nobody else can send again.</param>
    /// <param name="index">Place of the order in its request.</param>
    /// <param name="commands">The order's.</param>
    /// <param name="plan">What they are.</param>
    public static OrderPlan Give(RequestKey request, int index, Span<Command> commands, in OrderPlan plan)
    {
        if (request.IsNone || !plan.ClientId.IsEmpty) return plan;
        ClientOrderId name = Of(request, index);
        switch (commands[0].Header.Kind)
        {
            case CommandKind.PlaceOrder: Unsafe.AsRef(in Command.Body<PlaceOrder>(in commands[0])).ClientId = name; break;
            case CommandKind.PlaceScale: Unsafe.AsRef(in Command.Body<PlaceScale>(in commands[0])).ClientId = name; break;
            case CommandKind.PlaceTwap: Unsafe.AsRef(in Command.Body<PlaceTwap>(in commands[0])).ClientId = name; break;
            case CommandKind.PlacePair: Unsafe.AsRef(in Command.Body<PlacePair>(in commands[0])).ClientId = name; break;
            case CommandKind.Reverse: Unsafe.AsRef(in Command.Body<Reverse>(in commands[0])).ClientId = name; break;
            default: return plan;
        }
        return plan with { ClientId = name };
    }

    // 15 of the 16 bytes and the place: 36 characters are all there is.
    private static ClientOrderId Of(RequestKey request, int index)
    {
        ClientOrderId id = default;
        Span<byte> bytes = id;
        bytes[0] = ClientOrderId.LengthMax;
        Utf8.TryWrite(bytes[1..], $"sig:{request.High:x16}{request.Low >> 8:x14}{index:x2}", out _);
        return id;
    }
}
