using System.Globalization;
using Peregrine.Core;

namespace Peregrine.Client.Orders;

/// <summary>Which order is meant: by the venue's id, or by its owner's.</summary>
public readonly record struct OrderName(OrderId Order, ClientOrderId ClientId)
{
    public static implicit operator OrderName(OrderId order) => new(order, default);

    public static implicit operator OrderName(ClientOrderId id) => new(default, id);

    public override string ToString() => Order.IsNone ? "client:" + ClientId : Order.Value.ToString(CultureInfo.InvariantCulture);

    /// <summary>As a piece of a path.</summary>
    internal string InPath => ToString().Replace("/", "%2F", StringComparison.Ordinal);
}
