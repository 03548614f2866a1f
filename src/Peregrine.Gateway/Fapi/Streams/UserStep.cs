using Peregrine.Core;
using Peregrine.MarketData.Accounts;

namespace Peregrine.Gateway.Fapi.Streams;

/// <summary>Everything that one command told an account, sorted by what it is about.</summary>
internal sealed class UserStep
{
    public long Seq { get; private set; }

    public long TimeMs { get; private set; }

    public List<FillFacts> Fills { get; } = [];

    /// <summary>Orders as the command left them, with what touched them first.</summary>
    public List<(EventKind Kind, OrderFacts Order)> Orders { get; } = [];

    public List<PositionFacts> Positions { get; } = [];

    /// <summary>Changes of positions that no trade made.</summary>
    public List<(ushort Market, PositionChanged Changed)> Forced { get; } = [];

    public List<BalanceFacts> Balances { get; } = [];

    public List<LeverageChange> Leverages { get; } = [];

    /// <summary>Margin went between cash and a pot.</summary>
    public bool HasMovedMargin { get; private set; }

    public bool IsWarned { get; private set; }

    public bool HasFunding { get; private set; }

    /// <summary>Takes one step from the messages; says how many bytes it was.</summary>
    public int Take(ReadOnlySpan<byte> messages)
    {
        Clear();
        var reader = new PrivateReader(messages);
        int taken = 0;
        while (reader.Next() && (taken == 0 || reader.Header.Seq == Seq))
        {
            (Seq, TimeMs) = (reader.Header.Seq, reader.Header.TimeNs / 1_000_000);
            taken += reader.Header.Length;
            Take(ref reader);
        }
        return taken;
    }

    private void Take(ref PrivateReader message)
    {
        switch (message.Header.Channel)
        {
            case PrivateChannel.Fills: Fills.Add(message.As<FillFacts>()); break;
            case PrivateChannel.Orders: Orders.Add((message.Header.Kind, message.As<OrderFacts>())); break;
            case PrivateChannel.Positions: Positions.Add(message.As<PositionFacts>()); break;
            case PrivateChannel.Balances: Balances.Add(message.As<BalanceFacts>()); break;
            case PrivateChannel.Margin when message.Header.Kind == EventKind.LeverageChanged:
                Leverages.Add(new LeverageChange(message.Header.Market, message.As<LeverageChanged>().Leverage, message.As<LeverageChanged>().Mode));
                break;
            case PrivateChannel.Margin when message.Header.Kind == EventKind.PositionChanged: Forced.Add((message.Header.Market, message.As<PositionChanged>())); break;
            case PrivateChannel.Margin when message.Header.Kind == EventKind.MarginMoved: HasMovedMargin = true; break;
            case PrivateChannel.Notifications when message.Header.Kind == EventKind.MarginWarning: IsWarned = true; break;
            case PrivateChannel.Notifications when message.Header.Kind == EventKind.FundingPaid: HasFunding = true; break;
            default: break;
        }
    }

    private void Clear()
    {
        Fills.Clear();
        Orders.Clear();
        Positions.Clear();
        Forced.Clear();
        Balances.Clear();
        Leverages.Clear();
        (HasMovedMargin, IsWarned, HasFunding) = (false, false, false);
    }
}

internal readonly record struct LeverageChange(ushort Market, int Leverage, MarginMode Mode);
