using System.Buffers.Text;
using Peregrine.Core;
using Peregrine.Gateway.Errors;
using Peregrine.Gateway.Json;

namespace Peregrine.Gateway.Native.Orders;

/// <summary>An order as a client names it: by the venue's id, or as <c>client:</c> and his own.</summary>
internal readonly record struct OrderName(OrderId Order, ClientOrderId ClientId)
{
    /// <summary>Longer ones are none.</summary>
    public const int TextMax = 160;

    public static Problem? Read(ReadOnlySpan<byte> text, string field, out OrderName name)
    {
        name = default;
        if (text.StartsWith("client:"u8)) return ReadClientId(text["client:"u8.Length..], field, out name);
        if (!Utf8Parser.TryParse(text, out long id, out int used) || used != text.Length || id <= 0)
            return Problem.Bad(field, "an order id, or client: and a clientOrderId");
        name = new(new OrderId(id), default);
        return null;
    }

    /// <summary>From a path, where a slash of the client's own id stands as %2F.</summary>
    public static Problem? Read(ReadOnlySpan<char> segment, out OrderName name)
    {
        Span<byte> text = stackalloc byte[TextMax];
        if (System.Text.Encoding.ASCII.TryGetBytes(segment, text, out int length)) return Read(text[..QueryText.Undo(text[..length])], "id", out name);
        name = default;
        return Problem.Bad("id", "an order id, or client: and a clientOrderId");
    }

    private static Problem? ReadClientId(ReadOnlySpan<byte> text, string field, out OrderName name)
    {
        name = default;
        ClientOrderId id = default;
        if (text.Length is > 0 and <= ClientOrderId.LengthMax)
        {
            Span<byte> bytes = id;
            bytes[0] = (byte)text.Length;
            text.CopyTo(bytes[1..]);
            if (id.IsWellFormed())
            {
                name = new(default, id);
                return null;
            }
        }
        return Problem.Of(RejectCode.BadClientId) with { Field = field };
    }
}
