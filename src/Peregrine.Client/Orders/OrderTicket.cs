using Peregrine.Client.Markets;
using Peregrine.Core;

namespace Peregrine.Client.Orders;

/// <summary>An order to be placed. Only what is set is sent; which fields a type takes says docs/api/native.md. May be filled again and sent again.</summary>
public sealed class OrderTicket
{
    public OrderForm Form { get; set; } = OrderForm.Limit;

    /// <summary>Null where the type takes none (<see cref="OrderForm.Oco"/>, <see cref="OrderForm.Pair"/>, <see cref="OrderForm.CloseAll"/>).</summary>
    public MarketTerms? Market { get; set; }

    public Side Side { get; set; }

    /// <summary>The owner's name for it. With one, sending again after a doubt cannot place it twice.</summary>
    public ClientOrderId ClientId { get; set; }

    public uint Label { get; set; }

    public StpMode Stp { get; set; }

    /// <summary>The request itself is refused after this time.</summary>
    public long ExpiresAtMs { get; set; }

    public bool IsProtective { get; set; }

    /// <summary>Over sockets: ends with the socket.</summary>
    public bool CancelOnDisconnect { get; set; }

    public Ticks Price { get; set; }

    public Lots Qty { get; set; }

    public Micros QuoteQty { get; set; }

    public TimeInForce Tif { get; set; }

    public long ExpireAtMs { get; set; }

    public bool PostOnly { get; set; }

    /// <summary>Instead of <see cref="PostOnly"/>: moved one tick behind the best opposite price rather than refused.</summary>
    public bool Slide { get; set; }

    public bool ReduceOnly { get; set; }

    public Lots Display { get; set; }

    /// <summary>Billionths.</summary>
    public long MaxSlippagePpb { get; set; }

    public Ticks TriggerPrice { get; set; }

    public TriggerRef TriggerBy { get; set; }

    public Ticks WorstPrice { get; set; }

    public int Percent { get; set; }

    /// <summary>The position's own exit.</summary>
    public bool IsPositionExit { get; set; }

    public bool AllowImmediate { get; set; }

    public bool IgnoreLastGuard { get; set; }

    /// <summary>Billionths.</summary>
    public long CallbackPpb { get; set; }

    public Ticks Offset { get; set; }

    public Ticks ActivationPrice { get; set; }

    /// <summary>Of <see cref="OrderForm.Oco"/>: exactly two.</summary>
    public IReadOnlyList<OrderTicket> Orders { get; set; } = [];

    /// <summary>Makes a bracket: limits, take-profits, stops and trailing stops that close it again.</summary>
    public IReadOnlyList<OrderExit> Exits { get; set; } = [];

    public Ticks FromPrice { get; set; }

    public Ticks ToPrice { get; set; }

    public int Count { get; set; }

    /// <summary>Billionths.</summary>
    public long RatioPpb { get; set; }

    public long DurationMs { get; set; }

    public long IntervalMs { get; set; }

    public long JitterMs { get; set; }

    public Ticks LimitPrice { get; set; }

    /// <summary>Asks makers for better prices for a moment before it meets the book, where the market has such auctions.</summary>
    public bool AsksMakers { get; set; }

    /// <summary>Of <see cref="OrderForm.Pair"/>: exactly two.</summary>
    public IReadOnlyList<OrderLeg> Legs { get; set; } = [];

    public int Multiple { get; set; }

    public int MinMultiple { get; set; }

    public static OrderTicket Limit(MarketTerms market, Side side, Lots qty, Ticks price) => new() { Market = market, Side = side, Qty = qty, Price = price };

    public static OrderTicket AtMarket(MarketTerms market, Side side, Lots qty) => new() { Form = OrderForm.Market, Market = market, Side = side, Qty = qty };

    public static OrderTicket Close(MarketTerms market) => new() { Form = OrderForm.Close, Market = market };
}
