using Peregrine.Core;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Native;
using Peregrine.Gateway.Rates;

namespace Peregrine.Gateway.Streams;

/// <summary>What somebody must be allowed for each thing that can be said on a socket.</summary>
internal static class StreamAccess
{
    /// <summary>Any one of these; nothing for what everybody may.</summary>
    public static AllowedActions NeedsOf(StreamOp op) => op switch
    {
        StreamOp.Auth or StreamOp.Subscribe or StreamOp.Unsubscribe or StreamOp.Ping => AllowedActions.None,
        StreamOp.Place or StreamOp.Amend => AllowedActions.Trade | AllowedActions.ReduceOnly,
        StreamOp.Quote => AllowedActions.Trade,
        StreamOp.Batch => AllowedActions.Trade | AllowedActions.ReduceOnly | AllowedActions.Cancel,
        StreamOp.Cancel or StreamOp.MassCancel or StreamOp.DeadMan => AllowedActions.Cancel,
    };

    /// <summary>The same of binary frames; nothing for what is no command.</summary>
    public static AllowedActions NeedsOf(FrameKind kind) => kind switch
    {
        FrameKind.Place or FrameKind.Amend => AllowedActions.Trade | AllowedActions.ReduceOnly,
        FrameKind.Cancel or FrameKind.MassCancel => AllowedActions.Cancel,
        FrameKind.Ping or FrameKind.Done or FrameKind.Refused or FrameKind.Pong or FrameKind.Malformed => AllowedActions.None,
    };

    /// <summary>What its address pays for as it comes; where the body may be an exit, as for one, because those are refused last. What cannot be read costs as a question does.</summary>
    public static LimitClass DoorOf(StreamOp op) => op switch
    {
        StreamOp.Auth => LimitClass.Auth,
        StreamOp.Place or StreamOp.Batch or StreamOp.Cancel or StreamOp.MassCancel or StreamOp.DeadMan => LimitClass.Exits,
        StreamOp.Amend or StreamOp.Quote => LimitClass.Orders,
        _ => LimitClass.Reads,
    };

    /// <summary>The same of binary frames.</summary>
    public static LimitClass DoorOf(FrameKind kind) => kind switch
    {
        FrameKind.Place or FrameKind.Cancel or FrameKind.MassCancel => LimitClass.Exits,
        FrameKind.Amend => LimitClass.Orders,
        _ => LimitClass.Reads,
    };

    /// <summary>Answers have numbers from 128 up.</summary>
    private static bool IsSaidToUs(FrameKind kind) => (byte)kind < 128;

    public static AllowedActions NeedsOf(StreamChannel channel) => channel == StreamChannel.Account ? AllowedActions.Read : AllowedActions.None;

    /// <summary>Every one of them, as lines of the route table.</summary>
    public static IEnumerable<string> Lines =>
    [
        .. Enum.GetValues<StreamOp>().Select(static op => Line(Choices.LowerCamel(op.ToString()), NeedsOf(op), "Said on a socket.")),
        .. Enum.GetValues<StreamChannel>().Select(static c => Line($"subscribe:{Choices.LowerCamel(c.ToString())}", NeedsOf(c), "A channel.")),
        .. Enum.GetValues<FrameKind>().Where(IsSaidToUs).Select(static k => Line($"frame:{Choices.LowerCamel(k.ToString())}", NeedsOf(k), "A binary frame.")),
    ];

    private static string Line(string name, AllowedActions needs, string summary) =>
        RouteText.Line("SOCKET", name, "frame", RouteText.Who(needs == AllowedActions.None ? "public" : "signed", needs), summary);
}
