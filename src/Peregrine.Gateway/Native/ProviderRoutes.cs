using Peregrine.Core;
using Peregrine.Gateway.Auth;
using Peregrine.Gateway.Http;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Rates;
using Peregrine.Identity;
using Peregrine.Identity.Providers;

namespace Peregrine.Gateway.Native;

/// <summary>Signing in at Google or GitHub: a page is told where to send the browser, and brings what it comes back with.</summary>
internal static class ProviderRoutes
{
    public static readonly ToldShape Departing = new ToldShape("Departure").With("url", AnswerType.String, "Where the browser goes.");

    public static readonly Route[] All =
    [
        new("GET", "/auth/providers", LimitClass.Reads, Access.Public, AllowedActions.None, "Where else one may sign in.", List)
        {
            Answer = new ToldShape("Providers").With("providers", AnswerType.List(AnswerType.String), "google, github; those that this venue has set up.")
                .With("played", AnswerType.List(AnswerType.String), "Those of them that are the venue itself, where it is tried out."),
        },
        new("POST", "/auth/providers/{provider}/start", LimitClass.Auth, Access.Public, AllowedActions.None, "Where to send a browser to sign in; its cookie remembers that it was sent.", Start) { Answer = Departing },
        new("POST", "/auth/providers/{provider}/finish", LimitClass.Auth, Access.Public, AllowedActions.None, "Begins a session with what the browser came back with.", Finish)
        {
            Body = ArrivalBody.Shape,
            Answer = Answers.SignedIn,
        },
        new("POST", "/auth/links/{provider}/start", LimitClass.Auth, Access.Session, AllowedActions.None, "Where to send a browser to link an account there.", StartLink) { Answer = Departing },
        new("POST", "/auth/links/{provider}/finish", LimitClass.Auth, Access.Session, AllowedActions.None, "Links with what the browser came back with.", FinishLink)
        {
            Body = ArrivalBody.Shape,
            Answer = LinkRoutes.Shape,
        },
    ];

    private static ValueTask List(ApiCall call)
    {
        call.Answer.BeginObject().Name("providers"u8).BeginArray();
        foreach (string name in call.Gateway.People.Providers.Names) call.Answer.String(name);
        call.Answer.EndArray().Name("played"u8).BeginArray();
        foreach (string name in call.Gateway.People.Providers.Names.Where(call.Gateway.People.Providers.IsPlayed)) call.Answer.String(name);
        call.Answer.EndArray().EndObject();
        return default;
    }

    private static ValueTask Start(ApiCall call) => Depart(call, static (call, provider, browser) => call.Gateway.People.Providers.Begin(provider, PersonId.Venue, browser));

    private static ValueTask StartLink(ApiCall call) => SecondFactorRoutes.IsShown(call)
        ? Depart(call, static (call, provider, browser) => call.Gateway.People.Providers.Begin(provider, call.Who.Person, browser)) : default;

    private static async ValueTask Finish(ApiCall call)
    {
        if (Arriving(call, out bool isCookie) is { } arrival) AuthRoutes.Answer(call, await call.Gateway.People.Providers.SignIn(arrival, call.Caller()), isCookie);
    }

    private static async ValueTask FinishLink(ApiCall call)
    {
        if (SecondFactorRoutes.IsShown(call) && Arriving(call, out _) is { } arrival)
            LinkRoutes.Tell(call, await call.Gateway.People.Providers.Link(call.Who.Person, arrival, call.Caller()));
    }

    /// <summary>Sends a browser away. Another site must not do so with its visitor's in our name, nor bring it back with a stranger's code.</summary>
    public static ValueTask Depart(ApiCall call, Func<ApiCall, string, string, Result<Departure>> begin)
    {
        if (RefreshCookie.Check(call.Http.Request) is { } problem)
        {
            call.Refuse(problem);
            return default;
        }
        Result<Departure> departure = begin(call, call.First.ToString(), JourneyCookie.Read(call.Http.Request));
        if (!departure.IsOk)
        {
            call.Refuse(IdentityProblem.Of(departure.Refusal) with { Field = "provider" });
            return default;
        }
        JourneyCookie.Set(call.Http, departure.Value.Browser);
        call.Answer.BeginObject().Name("url"u8).String(departure.Value.Url).EndObject();
        return default;
    }

    /// <summary>What a browser came back with.</summary>
    public static Arrival? Arriving(ApiCall call, out bool isCookie)
    {
        ArrivalBody shape = ArrivalBody.Shape;
        var body = new Body(call.Payload, shape, stackalloc Slot[BodyShape.FieldsMax]);
        isCookie = body.Flag(shape.Cookie);
        var arrival = new Arrival(
            call.First.ToString(), body.String(shape.State), body.String(shape.Code), body.String(shape.Error), body.String(shape.Issuer), JourneyCookie.Read(call.Http.Request));
        body.Refuse(RefreshCookie.Check(call.Http.Request));
        if (body.Problem is null) return arrival;
        call.Refuse(body.Problem);
        return null;
    }
}
