using System.Globalization;
using Peregrine.Core;
using Peregrine.Explain;
using Peregrine.Gateway.Errors;
using Peregrine.Gateway.Http;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Native.Tables;
using Peregrine.Gateway.Rates;

namespace Peregrine.Gateway.Native;

/// <summary>Why something happened to the account that asks.</summary>
internal static class ExplainRoutes
{
    // A journal is run for it: as much work as very many other questions.
    private const int ReplayCost = 25;
    private const string NothingHere = "At this event nothing was decided about this account that can be recomputed.";

    public static readonly Route[] All =
    [
        new("GET", "/explain/{seq}/{index}", LimitClass.Reads, Access.Signed, AllowedActions.Read,
            "A liquidation, deleveraging, trigger or funding payment recomputed step by step from its receipt and the journal.", Explain) { Answer = Answers.Explanation },
    ];

    private static async ValueTask Explain(ApiCall call)
    {
        if (!long.TryParse(call.First, NumberStyles.None, CultureInfo.InvariantCulture, out long seq) || !int.TryParse(call.Second, NumberStyles.None, CultureInfo.InvariantCulture, out int index))
        {
            call.Refuse(Problem.Bad("seq", "the seq and index of an event"));
            return;
        }
        if (seq > call.Gateway.Venue.Face.Seq)
        {
            call.Refuse(new Problem(ApiCode.NotFound, "There is no such command yet."));
            return;
        }
        if (!call.TryCharge(LimitClass.Reads, ReplayCost)) return;
        ExplainAnswer answer = await call.Gateway.Venue.Explanations.Of(call.Owner, seq, index, call.Http.RequestAborted);
        if (answer.Outcome == ExplainOutcome.Told) Answer(call, answer.Told!);
        else call.Refuse(ProblemOf(answer));
    }

    private static Problem ProblemOf(ExplainAnswer answer) => answer.Outcome switch
    {
        ExplainOutcome.NotThere => new Problem(ApiCode.NotFound, answer.Why.Length == 0 ? NothingHere : answer.Why),
        ExplainOutcome.AskerWaits => new Problem(ApiCode.RateLimited, "Another explanation is being made for you: one at a time.") { RetryAfterMs = 1000 },
        ExplainOutcome.Full => Problem.Of(RejectCode.Busy) with { RetryAfterMs = 2000 },
        ExplainOutcome.TooMuch => new Problem(ApiCode.NotReady, answer.Why) { RetryAfterMs = 60_000 },
        ExplainOutcome.Told => throw new ArgumentOutOfRangeException(nameof(answer)),
    };

    // What belongs to somebody else is told no different from what is not there.
    private static void Answer(ApiCall call, Explanation explanation)
    {
        bool isOwn = explanation.Account == 0 || explanation.Account == call.Who.Account || call.Who is { IsSession: true, Role: not Identity.Role.Trader };
        if (!isOwn)
        {
            call.Refuse(new Problem(ApiCode.NotFound, NothingHere));
            return;
        }
        Write(call.Answer, explanation, call.Gateway.Terms.Find((ushort)explanation.Market)?.Utf8);
    }

    private static void Write(JsonText json, Explanation explanation, byte[]? market)
    {
        json.BeginObject().Name("kind"u8).Plain(RowParts.Kinds.NameOf((int)explanation.Kind)).Name("seq"u8).Number(explanation.Seq).Name("index"u8).Number(explanation.Index);
        json.Name("time"u8).Number(explanation.TimeNs / 1_000_000);
        if (market is not null) json.Name("market"u8).Plain(market);
        json.Name("recomputed"u8).Number(explanation.Recomputed).Name("same"u8).Number(explanation.Same).Name("steps"u8).BeginArray();
        foreach (ExplainStep step in explanation.Steps)
        {
            json.BeginObject().Name("name"u8).String(step.Name).Name("formula"u8).String(step.Formula).Name("stated"u8).String(step.Stated);
            if (step.Recomputed is { } recomputed) json.Name("recomputed"u8).String(recomputed);
            if (step.IsSame is { } same) json.Name("same"u8).Bool(same);
            json.EndObject();
        }
        json.EndArray().EndObject();
    }
}
