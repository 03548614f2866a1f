using Peregrine.Core;
using Peregrine.Sequencer.Events;

namespace Peregrine.Bench.Sequencer;

/// <summary>A venue with as many accounts and resting orders as asked, made through the writer step by step.</summary>
internal static class LargeVenue
{
    private const int PerGroup = 1024, Middle = 100_000, Levels = 20_000;

    /// <summary>The market and its accounts.</summary>
    public static void Found(Peregrine.Sequencer.Sequencer venue, int ordersMax, int accounts = Market.Accounts)
    {
        int waiting = 0;
        foreach (Command[] group in Market.Groups(ordersMax, accounts))
        {
            Hand(venue, group);
            if (++waiting % PerGroup == 0) Step(venue);
        }
        Step(venue);
    }

    public static void Fill(Peregrine.Sequencer.Sequencer venue, int accounts, int orders)
    {
        Found(venue, Math.Max(1 << 16, 2 * orders), accounts);
        for (int i = 0; i < orders; i++)
        {
            int distance = 1 + (int)(i * 7919L % Levels);
            Command order = Command.Of(
                new PlaceOrder
                {
                    Market = Market.Id,
                    Type = OrderType.Limit,
                    Side = i % 2 == 0 ? Side.Buy : Side.Sell,
                    Tif = TimeInForce.Gtc,
                    Price = new(i % 2 == 0 ? Middle - distance : Middle + distance),
                    Qty = new(1 + i % 100),
                },
                account: 1 + i % accounts);
            Hand(venue, [order]);
            if (i % PerGroup == 0) Step(venue);
        }
        Step(venue);
    }

    /// <summary>Commands of the flow, in groups as under load; what rests by one group is cancelled by later ones.</summary>
    public static void Run(Peregrine.Sequencer.Sequencer venue, int commands)
    {
        var flow = new Flow(0, 1, 10_000);
        var answers = new RingFollower(venue.Events, venue.Engine.Seq);
        for (int i = 1; i <= commands; i++)
        {
            Hand(venue, [flow.Next()]);
            if (i % PerGroup != 0) continue;
            Step(venue);
            Tell(answers, flow);
        }
        Step(venue);
    }

    private static void Tell(RingFollower answers, Flow flow)
    {
        for (ReadOnlySpan<byte> events = answers.Next(); !events.IsEmpty; events = answers.Next())
        {
            EventReader reader = new(events);
            while (reader.Next())
            {
                if (reader.Header.Kind != EventKind.CommandDone) continue;
                CommandDone done = reader.Body<CommandDone>();
                if (done is { Command: CommandKind.PlaceOrder, State: OrderState.Live or OrderState.PartiallyFilled }) flow.Rests(new(done.Detail1), reader.Header.Account);
            }
        }
        Invariant.That(!answers.IsBehind, "the ring holds what one group tells");
    }

    public static void Step(Peregrine.Sequencer.Sequencer venue)
    {
        while (venue.Writer.Step()) venue.Dispatcher.Step();
        venue.Log.Tend();
    }

    private static void Hand(Peregrine.Sequencer.Sequencer venue, ReadOnlySpan<Command> group)
    {
        while (venue.TrySubmit(group).Code == RejectCode.Busy) Step(venue);
    }
}
