using Peregrine.Core;
using Peregrine.Gateway.Http;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Rates;
using Peregrine.Identity;
using Peregrine.Identity.SecondFactors;

namespace Peregrine.Gateway.Native;

/// <summary>Showing anew whose a session is, by the way its owner comes in: what who has no second factor does before he changes who gets in.</summary>
internal static class FreshSignInRoutes
{
    public static readonly Route[] All =
    [
        new("POST", "/auth/fresh-sign-in/password", LimitClass.Auth, Access.Session, AllowedActions.None, "Shows the password again: for some minutes this session may change who gets in.", ByPassword)
        {
            Body = AgainBody.Shape,
            Status = 204,
        },
        new("POST", "/auth/fresh-sign-in/{provider}/start", LimitClass.Auth, Access.Session, AllowedActions.None, "Where to send a browser to sign in there once more, for the same.", Start) { Answer = ProviderRoutes.Departing },
        new("POST", "/auth/fresh-sign-in/{provider}/finish", LimitClass.Auth, Access.Session, AllowedActions.None, "The same with what the browser came back with.", Finish)
        {
            Body = ArrivalBody.Shape,
            Answer = new ToldShape("FreshSignIn").With("fresh", AnswerType.Flag, "The provider says that its user signed in just now. Where it does not, an app that is set up waits before it is on."),
        },
    ];

    private static async ValueTask ByPassword(ApiCall call)
    {
        if (Password(call) is not { } password) return;
        Registry people = call.Gateway.People;
        Refusal? refusal = people.People.HasPassword(call.Who.Person)
            ? await people.People.ConfirmPassword(call.Who.Person, call.Who.Session, password, call.Caller())
            : new Refusal(IdentityCode.NotNow, "There is no password; sign in the way you do.");
        if (refusal is not null) call.Refuse(IdentityProblem.Of(refusal));
    }

    private static ValueTask Start(ApiCall call) =>
        ProviderRoutes.Depart(call, static (call, provider, browser) => call.Gateway.People.Providers.BeginFresh(provider, call.Who.Person, call.Who.Session, browser));

    private static async ValueTask Finish(ApiCall call)
    {
        if (ProviderRoutes.Arriving(call, out _) is not { } arrival) return;
        Result<FreshSignIn> back = await call.Gateway.People.Providers.FinishFresh(call.Who.Person, call.Who.Session, arrival, call.Caller());
        if (back.IsOk) call.Answer.BeginObject().Name("fresh"u8).Bool(back.Value.IsFresh).EndObject();
        else call.Refuse(IdentityProblem.Of(back.Refusal));
    }

    private static string? Password(ApiCall call)
    {
        var body = new Body(call.Payload, AgainBody.Shape, stackalloc Slot[BodyShape.FieldsMax]);
        string password = body.String(AgainBody.Shape.Password);
        if (body.Problem is null) return password;
        call.Refuse(body.Problem);
        return null;
    }

    private sealed class AgainBody : BodyShape
    {
        public static readonly AgainBody Shape = new();

        public readonly Field Password;

        private AgainBody()
            : base("PasswordAgain") => Password = Needed("password", FieldType.Text(256), "The password.");
    }
}
