using Peregrine.Core;
using Peregrine.Gateway.Http;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Rates;
using Peregrine.Identity;
using Peregrine.Identity.Audit;

namespace Peregrine.Gateway.Native;

/// <summary>What became of a person's ways in and address book, from the trail, for the person himself.</summary>
internal static class ActivityRoutes
{
    private const int Usual = 50, Most = 200;

    private static readonly Choices Acts = new Choices<Act>();

    private static readonly AnswerShape<(AuditEntry Entry, PersonId Reader)> Shape = new AnswerShape<(AuditEntry Entry, PersonId Reader)>("Activity")
        .With("activityId", AnswerType.Id, "Its number in the trail.", static (json, in v) => json.Id(v.Entry.Id))
        .With("time", AnswerType.Time, "When.", static (json, in v) => json.Number(v.Entry.AtMs))
        .With("act", AnswerType.Word(Acts), "What was done.", static (json, in v) => json.Plain(Acts.NameOf((int)v.Entry.Act)))
        .With("own", AnswerType.Flag, "It was done as this person; otherwise by the venue, or by somebody who tried.", static (json, in v) => json.Bool(v.Entry.Actor == v.Reader))
        .With("address", AnswerType.String, "From where.", static (json, in v) => json.String(v.Entry.Address), static (in v) => IsHis(in v) && v.Entry.Address.Length > 0)
        .With("device", AnswerType.String, "What the client called itself.", static (json, in v) => json.String(v.Entry.Device), static (in v) => IsHis(in v) && v.Entry.Device.Length > 0);

    public static readonly Route[] All =
    [
        new("GET", "/auth/activity", LimitClass.Reads, Access.Session, AllowedActions.None, "What became of the ways in, keys and withdrawal addresses, and who tried.", List)
        {
            Query = ActivityQuery.Shape,
            Answer = new ToldShape("Activities").With("rows", Shape.Listed, "The newest first.").Perhaps("next", AnswerType.Id, "There is more: asked for with it as before."),
        },
    ];

    // Where an operator sits is nobody's business but the venue's.
    private static bool IsHis(in (AuditEntry Entry, PersonId Reader) row) => row.Entry.Actor == row.Reader || row.Entry.Actor == PersonId.Venue;

    private static ValueTask List(ApiCall call)
    {
        Body query = call.Query(stackalloc Slot[BodyShape.FieldsMax]);
        ActivityQuery shape = ActivityQuery.Shape;
        int limit = query.Has(shape.Limit) ? (int)query.Whole(shape.Limit) : Usual;
        long before = query.Has(shape.Before) ? query.Whole(shape.Before) : long.MaxValue;
        if (query.Problem is { } problem)
        {
            call.Refuse(problem);
            return default;
        }
        IReadOnlyList<AuditEntry> entries = call.Gateway.People.Audit.Of(call.Who.Person, before, limit);
        call.Answer.BeginObject().Name("rows"u8).BeginArray();
        foreach (AuditEntry entry in entries) Shape.Write(call.Answer, (entry, call.Who.Person));
        call.Answer.EndArray();
        if (entries.Count == limit) call.Answer.Name("next"u8).Id(entries[^1].Id);
        call.Answer.EndObject();
        return default;
    }

    private sealed class ActivityQuery : BodyShape
    {
        public static readonly ActivityQuery Shape = new();

        public readonly Field Limit, Before;

        private ActivityQuery()
            : base("ActivityAsk")
        {
            Limit = Optional("limit", FieldType.Whole(1, Most), "How many; 50 when left out.");
            Before = Optional("before", FieldType.Whole(1, long.MaxValue), "Only what came before it.");
        }
    }
}
