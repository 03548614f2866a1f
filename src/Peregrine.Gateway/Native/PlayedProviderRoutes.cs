using Peregrine.Core;
using Peregrine.Gateway.Errors;
using Peregrine.Gateway.Http;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Rates;
using Peregrine.Identity.Providers;

namespace Peregrine.Gateway.Native;

/// <summary>What the page of a provider does that the venue plays itself: it says who came, and is told where he goes back to.</summary>
internal static class PlayedProviderRoutes
{
    private const int SecretMin = 32;

    public static readonly Route[] All =
    [
        new("POST", "/sandbox/providers/{provider}", LimitClass.Auth, Access.Public, AllowedActions.None, "Says who comes, or no, at a provider that the venue plays itself.", Visit)
        {
            Body = PlayedVisitBody.Shape,
            Answer = new ToldShape("PlayedReturn").With("url", AnswerType.String, "Where the browser goes back to."),
        },
    ];

    private static ValueTask Visit(ApiCall call)
    {
        string provider = call.First.ToString();
        ProviderDesk known = call.Gateway.People.Providers;
        if (!known.IsPlayed(provider) || call.Gateway.Options.PlayedProviders is not { } played)
        {
            call.Refuse(new Problem(ApiCode.NotFound, "This venue plays no such provider.") { Field = "provider" });
            return default;
        }
        if (Read(call) is not { } visit) return default;
        // Whoever is led here with another address to go back to must not be sent there.
        if (visit.Redirect != known.ReturnTo(provider) || played.SendBack(provider, visit) is not { } url) call.Refuse(Problem.Bad("redirectUri", "what this venue sent the browser away with"));
        else call.Answer.BeginObject().Name("url"u8).String(url).EndObject();
        return default;
    }

    private static PlayedVisit? Read(ApiCall call)
    {
        PlayedVisitBody shape = PlayedVisitBody.Shape;
        var body = new Body(call.Payload, shape, stackalloc Slot[BodyShape.FieldsMax]);
        PlayedVisitor? visitor = body.Flag(shape.Denies) ? null : new PlayedVisitor(body.String(shape.Secret), body.String(shape.Visitor), !body.Flag(shape.HidesEmail));
        var visit = new PlayedVisit(
            body.String(shape.Client), body.String(shape.Redirect), body.String(shape.State), body.String(shape.Nonce), body.String(shape.Challenge), body.String(shape.Method), visitor);
        if (visitor is not null && visitor.Secret.Length < SecretMin) body.Refuse(shape.Secret);
        if (visitor is not null && string.IsNullOrWhiteSpace(visitor.Name)) body.Refuse(shape.Visitor);
        if (body.Problem is null) return visit;
        call.Refuse(body.Problem);
        return null;
    }
}

/// <summary>What stands in the address of a provider's page, and who came.</summary>
internal sealed class PlayedVisitBody : BodyShape
{
    public static readonly PlayedVisitBody Shape = new();

    public readonly Field Client, Redirect, State, Nonce, Challenge, Method, Secret, Visitor, HidesEmail, Denies;

    private PlayedVisitBody()
        : base("PlayedVisit")
    {
        Client = Needed("clientId", FieldType.Text(100), "As it stands in the address of the page.");
        Redirect = Needed("redirectUri", FieldType.Text(500), "As it stands there.");
        State = Needed("state", FieldType.Text(200), "As it stands there.");
        Nonce = Needed("nonce", FieldType.Text(200), "As it stands there.");
        Challenge = Needed("codeChallenge", FieldType.Text(200), "As it stands there.");
        Method = Needed("codeChallengeMethod", FieldType.Text(20), "As it stands there.");
        Secret = Optional("secret", FieldType.Text(128) with { Expected = "32 to 128 characters that nobody guesses" }, "What the browser keeps: whoever has it is the same person there again. Of whoever does not say no.");
        Visitor = Optional("name", FieldType.Text(40), "What he calls himself. Of whoever does not say no.");
        HidesEmail = Optional("hidesEmail", FieldType.Flag, "The provider tells no address of his.");
        Denies = Optional("denies", FieldType.Flag, "He says no.");
    }
}
