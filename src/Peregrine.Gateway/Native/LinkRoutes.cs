using System.Globalization;
using Peregrine.Core;
using Peregrine.Gateway.Auth;
using Peregrine.Gateway.Errors;
using Peregrine.Gateway.Http;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Rates;
using Peregrine.Identity;
using Peregrine.Identity.Links;

namespace Peregrine.Gateway.Native;

/// <summary>Ways in beside the password: by a wallet's signature here, and whichever there are listed and taken away.</summary>
internal static class LinkRoutes
{
    public static readonly ToldShape MessageShape = new ToldShape("WalletMessage")
        .With("domain", AnswerType.String, "Of the site.").With("uri", AnswerType.String, "Of the site.").With("statement", AnswerType.String, "What is signed for.").With("version", AnswerType.String, "1.")
        .With("chainId", AnswerType.String, "Of the chain.").With("nonce", AnswerType.String, "Good once.").With("issuedAt", AnswerType.String, "RFC 3339.").With("expirationTime", AnswerType.String, "RFC 3339.")
        .Perhaps("message", AnswerType.String, "The whole text, where the address was said.");

    private static readonly ToldShape LinkShape = new ToldShape("Link")
        .With("linkId", AnswerType.Id, "Its name.").With("method", AnswerType.String, "wallet, google or gitHub.").With("label", AnswerType.String, "What its owner knows it by.").With("created", AnswerType.Time, "When.");

    public static readonly Route[] All =
    [
        new("POST", "/auth/wallet/message", LimitClass.Auth, Access.Public, AllowedActions.None, "A text that a Solana wallet signs to sign in.", Message)
        {
            Body = WalletMessageBody.Shape,
            Answer = MessageShape,
        },
        new("POST", "/auth/wallet", LimitClass.Auth, Access.Public, AllowedActions.None, "Begins a session by a signed text; a wallet that nobody has linked makes a new account.", SignIn)
        {
            Body = SignedTextBody.Shape,
            Answer = Answers.SignedIn,
        },
        new("GET", "/auth/links", LimitClass.Reads, Access.Session, AllowedActions.None, "The ways in beside the password.", List) { Answer = new ToldShape("Links").With("links", LinkShape.Listed, "The oldest first.") },
        new("POST", "/auth/links/wallet/message", LimitClass.Auth, Access.Session, AllowedActions.None, "A text that a Solana wallet signs to be linked.", MessageToLink)
        {
            Body = WalletMessageBody.Shape,
            Answer = MessageShape,
        },
        new("POST", "/auth/links/wallet", LimitClass.Auth, Access.Session, AllowedActions.None, "Links a wallet by a signed text.", Link) { Body = SignedTextBody.Shape, Answer = LinkShape },
        new("DELETE", "/auth/links/{id}", LimitClass.Auth, Access.Session, AllowedActions.None, "Takes a way in away, unless it is the last; every other session ends.", Unlink) { Status = 204 },
    ];

    /// <summary>A link as its owner sees it, or why there is none.</summary>
    public static void Tell(ApiCall call, Result<LinkInfo> link)
    {
        if (link.IsOk) Write(call.Answer, link.Value);
        else call.Refuse(IdentityProblem.Of(link.Refusal));
    }

    public static AnswerShape Shape => LinkShape;

    private static ValueTask Message(ApiCall call) => Tell(call, static (wallets, _) => wallets.Invite());

    private static ValueTask MessageToLink(ApiCall call) => Tell(call, static (wallets, person) => wallets.InviteToLink(person));

    private static async ValueTask SignIn(ApiCall call)
    {
        if (Signed(call, out bool isCookie) is { } signed) AuthRoutes.Answer(call, await call.Gateway.People.Wallets.SignIn(signed, call.Caller()), isCookie);
    }

    private static ValueTask Link(ApiCall call)
    {
        if (SecondFactorRoutes.IsShown(call) && Signed(call, out _) is { } signed) Tell(call, call.Gateway.People.Wallets.Link(call.Who.Person, signed, call.Caller()));
        return default;
    }

    private static ValueTask List(ApiCall call)
    {
        call.Answer.BeginObject().Name("links"u8).BeginArray();
        foreach (LinkInfo link in call.Gateway.People.Links.Of(call.Who.Person)) Write(call.Answer, link);
        call.Answer.EndArray().EndObject();
        return default;
    }

    private static ValueTask Unlink(ApiCall call)
    {
        if (!SecondFactorRoutes.IsShown(call)) return default;
        if (!long.TryParse(call.First, NumberStyles.None, CultureInfo.InvariantCulture, out long id)) call.Refuse(new Problem(ApiCode.NotFound, "There is no such way in.") { Field = "id" });
        else if (call.Gateway.People.Links.Unlink(call.Who.Person, call.Who.Session, id, call.Caller()) is { } refusal) call.Refuse(IdentityProblem.Of(refusal));
        return default;
    }

    private static ValueTask Tell(ApiCall call, Func<WalletDesk, PersonId, WalletMessage> invite)
    {
        var body = new Body(call.Payload, WalletMessageBody.Shape, stackalloc Slot[BodyShape.FieldsMax]);
        string address = body.String(WalletMessageBody.Shape.Address);
        if (body.Problem is not null)
        {
            call.Refuse(body.Problem);
            return default;
        }
        Write(call, invite(call.Gateway.People.Wallets, call.Who.Person), address);
        return default;
    }

    /// <summary>A text for a wallet to sign; whole where its address was said.</summary>
    public static void Write(ApiCall call, WalletMessage message, string address)
    {
        call.Answer.BeginObject().Name("domain"u8).String(message.Domain).Name("uri"u8).String(message.Uri).Name("statement"u8).String(message.Statement);
        call.Answer.Name("version"u8).String(WalletMessage.Version).Name("chainId"u8).String(message.ChainId).Name("nonce"u8).String(message.Nonce);
        call.Answer.Name("issuedAt"u8).String(message.IssuedAt).Name("expirationTime"u8).String(message.ExpirationTime);
        if (address.Length > 0) call.Answer.Name("message"u8).String(message.TextFor(address));
        call.Answer.EndObject();
    }

    private static void Write(JsonText json, LinkInfo link) =>
        json.BeginObject().Name("linkId"u8).Id(link.Id).Name("method"u8).String(Choices.LowerCamel(link.Method.ToString())).Name("label"u8).String(link.Label)
            .Name("created"u8).Number(link.CreatedAtMs).EndObject();

    public static SignedText? Signed(ApiCall call, out bool isCookie)
    {
        SignedTextBody shape = SignedTextBody.Shape;
        var body = new Body(call.Payload, shape, stackalloc Slot[BodyShape.FieldsMax]);
        isCookie = body.Flag(shape.Cookie);
        SignedText signed = WalletProofBody.Read(ref body, shape);
        if (isCookie) body.Refuse(RefreshCookie.Check(call.Http.Request));
        if (body.Problem is null) return signed;
        call.Refuse(body.Problem);
        return null;
    }
}
