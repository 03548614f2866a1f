using Peregrine.Core;

namespace Peregrine.Explain.Past;

/// <summary>What the command told before the event that is to be explained.</summary>
internal sealed class PastCommand
{
    private readonly List<(long Order, long Price, long Qty)> _fills = [];

    /// <summary>The latest attempt through the book, and whose it was.</summary>
    public (int Account, int Market, LiquidationStep Step)? LastStep { get; private set; }

    /// <summary>The latest deleveraging, whose lots they are, and who gave what so far.</summary>
    public (int Account, AdlStarted Told)? Deleveraging { get; private set; }

    public List<AdlApplied> Given { get; } = [];

    public IEnumerable<(long Price, long Qty)> FillsOf(OrderId order) => _fills.Where(f => f.Order == order.Value).Select(static f => (f.Price, f.Qty));

    public void Take(ref EventReader told)
    {
        switch (told.Header.Kind)
        {
            case EventKind.Trade:
                Trade trade = told.Body<Trade>();
                _fills.Add((trade.TakerOrder.Value, trade.Price.Value, trade.Qty.Value));
                break;
            case EventKind.LiquidationStep:
                LastStep = (told.Header.Account, told.Header.Market, told.Body<LiquidationStep>());
                break;
            case EventKind.AdlStarted:
                Deleveraging = (told.Header.Account, told.Body<AdlStarted>());
                Given.Clear();
                break;
            case EventKind.AdlApplied:
                Given.Add(told.Body<AdlApplied>());
                break;
            default:
                break;
        }
    }
}
