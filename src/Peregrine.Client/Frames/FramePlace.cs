using Peregrine.Core;

namespace Peregrine.Client.Frames;

/// <summary>An order as a binary frame: limits and market orders, counted in the market's steps.</summary>
public readonly record struct FramePlace
{
    public ushort Market { get; init; }

    /// <summary><see cref="OrderType.Limit"/> or <see cref="OrderType.Market"/>.</summary>
    public OrderType Type { get; init; }

    public Side Side { get; init; }

    public TimeInForce Tif { get; init; }

    public StpMode Stp { get; init; }

    /// <summary>Of postOnly, slide, reduceOnly, protective and cancelOnDisconnect.</summary>
    public OrderFlags Flags { get; init; }

    public Ticks Price { get; init; }

    public Lots Qty { get; init; }

    public uint Label { get; init; }

    public int MaxSlippagePpb { get; init; }

    public long ExpiresAtNs { get; init; }

    public ClientOrderId ClientId { get; init; }
}
