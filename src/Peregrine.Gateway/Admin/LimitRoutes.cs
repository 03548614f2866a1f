using Peregrine.Core;
using Peregrine.Gateway.Http;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Rates;

namespace Peregrine.Gateway.Admin;

/// <summary>How full the venue's doors are: what buckets gave and refused, and what is open.</summary>
internal static class LimitRoutes
{
    private static readonly Choices Scopes = new Choices<LimitScope>();
    private static readonly Choices Classes = new Choices<LimitClass>();

    private static readonly AnswerShape<(LimitScope Scope, LimitClass Class, long Taken, long Refused)> CountShape = new AnswerShape<(LimitScope Scope, LimitClass Class, long Taken, long Refused)>("LimitCount")
        .With("scope", AnswerType.Word(Scopes), "Whose buckets.", static (json, in v) => json.Plain(Scopes.NameOf((int)v.Scope)))
        .With("class", AnswerType.Word(Classes), "Of what.", static (json, in v) => json.Plain(Classes.NameOf((int)v.Class)))
        .With("taken", AnswerType.Count, "Given since the start.", static (json, in v) => json.Number(v.Taken))
        .With("refused", AnswerType.Count, "Refused since the start.", static (json, in v) => json.Number(v.Refused));

    public static readonly Route[] All =
    [
        new("GET", "/admin/limits", LimitClass.Reads, Access.Staff, AllowedActions.None, "What limits gave and refused since the start, and how many sockets are open.", Show)
        {
            Answer = new ToldShape("LimitCounts")
                .With("limits", CountShape.Listed, "By scope and class.")
                .With("buckets", AnswerType.Count, "Kept now; full ones are forgotten.")
                .With("sockets", AnswerType.Count, "Open now.")
                .With("subscriptions", AnswerType.Count, "On them.")
                .With("socketsRefused", AnswerType.Count, "Because their address had enough."),
        },
    ];

    private static ValueTask Show(ApiCall call)
    {
        RateLimiter limiter = call.Gateway.Limiter;
        CountShape.WriteList(call.Answer.BeginObject().Name("limits"u8), [.. limiter.Counts.All()]);
        call.Answer.Name("buckets"u8).Number(limiter.Count).Name("sockets"u8).Number(call.Gateway.Streams.Count);
        call.Answer.Name("subscriptions"u8).Number(call.Gateway.Streams.Subscriptions).Name("socketsRefused"u8).Number(call.Gateway.Streams.RefusedDoors).EndObject();
        return default;
    }
}
