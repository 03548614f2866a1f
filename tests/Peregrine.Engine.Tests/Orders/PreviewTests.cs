using System.Runtime.InteropServices;
using Peregrine.Core;
using Peregrine.Engine.Tests.Snapshots;
using Peregrine.Twin;
using Xunit;

namespace Peregrine.Engine.Tests.Orders;

/// <summary>Whatever is previewed and then placed does what the preview said, and asking changes nothing.</summary>
public sealed class PreviewTests
{
    // What happens at others, or later: a preview does not follow it, so figures after such a command are not compared.
    private static readonly HashSet<EventKind> Beyond =
    [
        EventKind.OrderTriggered, EventKind.StopRetried, EventKind.ExitActivated, EventKind.MmpFired, EventKind.LiquidationStarted, EventKind.LimitBreached,
        EventKind.TwapSlice, EventKind.TwapEnded, EventKind.AuctionEnded, EventKind.FundingStarted, EventKind.InterestPaid, EventKind.DeadManFired,
        EventKind.BackstopTaken, EventKind.LiquidationStep, EventKind.CollateralConverted, EventKind.InsuranceDrawn, EventKind.AdlApplied,
    ];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void What_is_previewed_is_what_happens(int seed)
    {
        Running running = new();
        Comparison seen = new();
        List<Command> group = [];
        foreach (Command command in Workload.Stream((ulong)seed, 12_000))
        {
            group.Add(command);
            if (!Running.EndsGroup(in command)) continue;
            bool asks = IsOrder(command.Header.Kind) && running.Engine.State is not null;
            if (asks || command.Header.Kind == CommandKind.AddExit) Compare(running, CollectionsMarshal.AsSpan(group), seen);
            else Apply(running, CollectionsMarshal.AsSpan(group));
            group.Clear();
        }
        Assert.True(seen.Followed > 100 && seen.Filled > 5 && seen.Refused > 20, seen.ToString());
    }

    public static IEnumerable<object[]> Seeds() => [.. Enumerable.Range(1, 12).Select(i => new object[] { i }), [10_001], [10_002], [10_003], [10_005], [10_006], [10_007], [10_008]];

    private sealed class Comparison
    {
        public int Asked;
        public int Accepted;
        public int Refused;
        public int Filled;
        public int Followed;

        public override string ToString() => $"{Asked} asked, {Accepted} accepted, {Refused} refused, {Filled} filled, {Followed} compared to the end";
    }

    private static bool IsOrder(CommandKind kind) =>
        kind is CommandKind.PlaceOrder or CommandKind.PlaceScale or CommandKind.PlaceTwap or CommandKind.PlacePair or CommandKind.Reverse or CommandKind.CloseAll;

    private static void Apply(Running running, Span<Command> group)
    {
        foreach (ref readonly Command command in group) running.Apply(in command);
    }

    private static void Compare(Running running, Span<Command> group, Comparison seen)
    {
        // No time passes between the question and the order, or what is due would come between them.
        foreach (ref Command command in group) command.Header.TimeNs = running.Engine.TimeNs;
        int account = group[0].Header.Account;
        ulong before = seen.Asked++ % 20 == 0 ? running.Engine.StateHash() : 0;
        PreviewAnswer preview = Ask<AskPreview, PreviewAnswer>(running, new AskPreview(group.ToArray()), out RejectCode asked);
        if (before != 0) Assert.Equal(before, running.Engine.StateHash());
        bool waited = running.Engine.NextDueNs <= running.Engine.TimeNs;
        Apply(running, group);
        Told told = new(running);
        if (waited || asked != RejectCode.None || told.Done.Duplicate != 0 || told.Done.Code is RejectCode.KeyLimit or RejectCode.DuplicateIdMismatch or RejectCode.CapacityFull) return;
        Assert.Equal(told.Done.Code, preview.Code);
        if (told.Done.Code == RejectCode.InsufficientMargin)
            Assert.Equal((told.Done.Detail1, told.Done.Detail2), (preview.Needed.Value, preview.Available.Value));
        if (told.Done.Code != RejectCode.None)
        {
            seen.Refused++;
            return;
        }
        seen.Accepted++;
        if (told.Kinds.Overlaps(Beyond)) return;
        // Slices that come back between two orders of a ladder change whom the second meets first, and so the rounding of fees.
        if (group[0].Header.Kind == CommandKind.PlaceScale && told.Refreshed) return;
        CompareFills(in preview, told, seen);
        CompareAfter(running, in preview, account);
        seen.Followed++;
        bool tellsState = group.Length == 1 && preview.Orders.Count == 1 && group[0].Header.Kind is CommandKind.PlaceOrder;
        if (tellsState) Assert.Equal(told.Done.State, preview.Orders[0].State);
    }

    private static void CompareFills(in PreviewAnswer preview, Told told, Comparison seen)
    {
        if (preview.Orders.Any(order => order.State == OrderState.PendingAuction)) return;
        if (told.Filled.Count > 0) seen.Filled++;
        Assert.Equal(told.Filled, Sums(preview.Fills));
        Assert.Equal(told.Notional, preview.Orders.Sum(order => order.Notional.Value));
        Assert.Equal(told.Fee, preview.Orders.Sum(order => order.Fee.Value));
        Assert.Equal(told.BuilderFee, preview.Orders.Sum(order => order.BuilderFee.Value));
    }

    private static void CompareAfter(Running running, in PreviewAnswer preview, int account)
    {
        if (preview.Orders.Any(order => order.State == OrderState.PendingAuction)) return;
        Assert.Equal(Ask<AskAccount, AccountFigures>(running, new AskAccount(account), out _), preview.After);
        foreach (PlannedPosition planned in preview.Positions)
            Assert.Equal(Ask<AskPosition, PositionFigures>(running, new AskPosition(account, planned.Market), out _), planned.After);
    }

    private static SortedDictionary<(int Market, long Price), long> Sums(IEnumerable<PlannedFill> fills)
    {
        SortedDictionary<(int, long), long> sums = [];
        foreach (PlannedFill fill in fills) sums[(fill.Market, fill.Price.Value)] = sums.GetValueOrDefault((fill.Market, fill.Price.Value)) + fill.Qty.Value;
        return sums;
    }

    private static TAnswer Ask<TQuestion, TAnswer>(Running running, TQuestion question, out RejectCode code)
        where TQuestion : struct
        where TAnswer : struct
    {
        code = ((IAnswers<TQuestion, TAnswer>)running.Engine.Answers).Answer(in question, out TAnswer answer);
        return answer;
    }

    /// <summary>What the events of a command say about its own orders.</summary>
    private sealed class Told
    {
        public readonly CommandDone Done;
        public readonly HashSet<EventKind> Kinds = [];
        public readonly SortedDictionary<(int Market, long Price), long> Filled = [];
        /// <summary>A maker's next slice came into the book.</summary>
        public readonly bool Refreshed;
        public readonly long Notional;
        public readonly long Fee;
        public readonly long BuilderFee;

        public Told(Running running)
        {
            EventReader reader = new(running.Told);
            while (reader.Next())
            {
                Kinds.Add(reader.Header.Kind);
                if (reader.Header.Kind == EventKind.CommandDone) Done = reader.Body<CommandDone>();
                if (reader.Header.Kind == EventKind.BookChanged && Filled.Count > 0) Refreshed |= reader.Body<BookChanged>().Change == BookChange.Added;
                if (reader.Header.Kind != EventKind.Trade) continue;
                Trade trade = reader.Body<Trade>();
                if (trade.TakerOrder.Seq != running.Engine.Seq) continue;
                (int, long) key = (reader.Header.Market, trade.Price.Value);
                Filled[key] = Filled.GetValueOrDefault(key) + trade.Qty.Value;
                Fee += trade.TakerFee.Value;
                BuilderFee += trade.TakerBuilderFee.Value;
                Notional += trade.Qty.Value * trade.Price.Value * running.Engine.State!.Markets[reader.Header.Market].TickLotValue;
            }
        }
    }
}
