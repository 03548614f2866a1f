using Peregrine.Core;
using Peregrine.Gateway.Errors;
using Peregrine.Gateway.Http;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Native;
using Peregrine.Gateway.Rates;
using Peregrine.Identity;

namespace Peregrine.Gateway.Admin;

/// <summary>What one person of the venue does alone: prices by hand where no feed brings any, and the first token of a new venue.</summary>
internal static class AdminRoutes
{
    private static readonly AnswerShape<(PersonId Person, Role Role)> PersonShape = new AnswerShape<(PersonId Person, Role Role)>("PersonWithRole")
        .With("personId", AnswerType.Id, "Who.", static (json, in v) => json.Id(v.Person.Value))
        .With("role", AnswerType.Word(ChangeBody.Roles), "What he is to the venue.", static (json, in v) => json.Plain(ChangeBody.Roles.NameOf((int)v.Role)));

    public static readonly Route[] All =
    [
        new("POST", "/admin/prices/{market}", LimitClass.Orders, Access.Operator, AllowedActions.None, "Sets a market's index and mark by hand.", SetPrices) { Body = PricesBody.Shape, Answer = Answers.Done },
        new("POST", "/first-role", LimitClass.Auth, Access.Session, AllowedActions.None, "Spends a token that a new venue printed: its first operator, its first security officer.", Claim)
        {
            Body = ClaimBody.Shape,
            Answer = new ToldShape("RoleGiven").With("role", AnswerType.Word(ChangeBody.Roles), "From the next sign-in on: this session has ended."),
        },
        new("GET", "/admin/people", LimitClass.Reads, Access.Staff, AllowedActions.None, "Whoever is more than a trader.", People)
        {
            Answer = new ToldShape("PeopleWithRoles").With("people", PersonShape.Listed, "By number."),
        },
    ];

    private static ValueTask SetPrices(ApiCall call)
    {
        if (call.Market(call.First) is not { } market) return default;
        PricesBody shape = PricesBody.Shape;
        var body = new Body(call.Payload, shape, stackalloc Slot[BodyShape.FieldsMax]);
        ref SetPrices set = ref Command.Begin<SetPrices>(ref call.Commands[0]);
        (set.Market, set.Index, set.Mark) = (market.Id, body.SubPrice(shape.Index, market), body.SubPrice(shape.Mark, market));
        if (!body.Has(shape.Mark)) set.Mark = set.Index;
        set.State = body.Has(shape.State) ? (PriceState)body.Choice(shape.State) : PriceState.Fresh;
        return call.Do(body.Problem);
    }

    private static ValueTask Claim(ApiCall call)
    {
        var body = new Body(call.Payload, ClaimBody.Shape, stackalloc Slot[BodyShape.FieldsMax]);
        string token = body.String(ClaimBody.Shape.Token);
        if (body.Problem is { } problem) call.Refuse(problem);
        else if (call.Who.Role != Role.Trader) call.Refuse(Problem.Of(RejectCode.NotPermitted));
        else return Claim(call, token);
        return default;
    }

    private static async ValueTask Claim(ApiCall call, string token)
    {
        Role? role = call.Gateway.Options.FirstRoles is { } first ? await first.Claim(token, role => Give(call, role)) : null;
        if (role is null) call.Refuse(new Problem(ApiCode.WrongCredentials, "This is no token, or it was spent."));
        else if (call.Problem is null) call.Answer.BeginObject().Name("role"u8).Plain(ChangeBody.Roles.NameOf((int)role)).EndObject();
    }

    private static async Task<bool> Give(ApiCall call, Role role)
    {
        call.Commands[0] = Command.Of(new GrantRole { Person = call.Who.Person.Value, Role = (int)role });
        if (await call.Submit() is null) return false;
        if (call.Gateway.GiveRole(call.Who.Person, role, call.Caller()) is { } refusal) call.Refuse(IdentityProblem.Of(refusal));
        return call.Problem is null;
    }

    private static ValueTask People(ApiCall call)
    {
        call.Answer.BeginObject().Name("people"u8);
        PersonShape.WriteList(call.Answer, [.. call.Gateway.People.Roles.All]);
        call.Answer.EndObject();
        return default;
    }
}

internal sealed class PricesBody : BodyShape
{
    public static readonly PricesBody Shape = new();

    public readonly Field Index, Mark, State;

    private PricesBody()
        : base("Prices")
    {
        Index = Needed("index", FieldType.Price, "The index, to a thousandth of a tick.");
        Mark = Optional("mark", FieldType.Price, "The mark, to a thousandth of a tick; the index when left out.");
        State = Optional("state", FieldType.OneOf(Words.PriceStates), "How far they may be trusted; fresh when left out.");
    }
}

internal sealed class ClaimBody : BodyShape
{
    public static readonly ClaimBody Shape = new();

    public readonly Field Token;

    private ClaimBody()
        : base("FirstRoleClaim") => Token = Needed("token", FieldType.Text(128), "As it was printed.");
}

internal sealed class MarketStateBody : BodyShape
{
    public static readonly MarketStateBody Shape = new();

    public readonly Field State, Reason;

    private MarketStateBody()
        : base("MarketState")
    {
        State = Needed("state", FieldType.OneOf(Words.MarketStates), "Where it goes.");
        Reason = Needed("reason", FieldType.Whole(1, int.MaxValue), "The operator's own code; recorded, not interpreted.");
    }
}
