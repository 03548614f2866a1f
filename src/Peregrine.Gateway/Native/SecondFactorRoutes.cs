using Peregrine.Core;
using Peregrine.Gateway.Auth;
using Peregrine.Gateway.Errors;
using Peregrine.Gateway.Http;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Rates;
using Peregrine.Identity;
using Peregrine.Identity.Links;
using Peregrine.Identity.SecondFactors;
using Peregrine.Identity.Sessions;

namespace Peregrine.Gateway.Native;

/// <summary>Codes of an authenticator app: set up, shown at sign-in, shown again before what cannot be undone.</summary>
internal static class SecondFactorRoutes
{
    public static readonly Route[] All =
    [
        new("POST", "/auth/sign-in/code", LimitClass.Auth, Access.Public, AllowedActions.None, "Shows the second factor to a sign-in that asked for it, and begins the session.", SignIn)
        {
            Body = ChallengeBody.Shape,
            Answer = Answers.Tokens,
        },
        new("GET", "/auth/second-factor", LimitClass.Reads, Access.Session, AllowedActions.None, "Whether sign-ins ask for a second factor.", Get) { Answer = Answers.SecondFactor },
        new("POST", "/auth/second-factor", LimitClass.Auth, Access.Session, AllowedActions.None, "A secret for an authenticator app; it counts when a code has confirmed it.", Enrol)
        {
            Body = EnrolBody.Shape,
            Answer = Answers.Enrolment,
        },
        new("POST", "/auth/second-factor/confirm", LimitClass.Auth, Access.Session, AllowedActions.None, "Turns the second factor on, or begins its wait behind a sign-in that may not have been fresh; the recovery codes are in this answer and never again.", Confirm)
        {
            Body = CodeBody.Shape,
            Answer = Answers.Confirmation,
        },
        new("POST", "/auth/second-factor/recovery-codes", LimitClass.Auth, Access.Session, AllowedActions.None, "New recovery codes in place of the old.", RenewCodes)
        {
            Body = CodeBody.Shape,
            Answer = Answers.RecoveryCodes,
        },
        new("POST", "/auth/second-factor/off", LimitClass.Auth, Access.Session, AllowedActions.None, "Turns the second factor off.", TurnOff) { Body = CodeBody.Shape, Status = 204 },
        new("POST", "/auth/second-factor/stop", LimitClass.Auth, Access.Session, AllowedActions.None, "Stops an app that waits to be turned on; every other session ends.", Stop) { Status = 204 },
        new("POST", "/auth/second-factor/stop-by-letter", LimitClass.Auth, Access.Public, AllowedActions.None, "The same by the ticket of the letter that told of it; every session ends.", StopByLetter) { Body = TicketBody.Shape, Status = 204 },
        new("POST", "/auth/second-factor/keep", LimitClass.Auth, Access.Session, AllowedActions.None, "Stops that the venue takes the second factor off, or opens another way in for the ones that were lost.", Keep) { Status = 204 },
        new("POST", "/auth/second-factor/keep-by-letter", LimitClass.Auth, Access.Public, AllowedActions.None, "The same by the ticket of the letter that told of it.", KeepByLetter) { Body = TicketBody.Shape, Status = 204 },
        new("POST", "/auth/step-up", LimitClass.Auth, Access.Session, AllowedActions.None, "Shows the second factor again: for some minutes this session may do what wants it.", StepUp)
        {
            Body = CodeBody.Shape,
            Status = 204,
        },
        new("POST", "/auth/step-up/message", LimitClass.Auth, Access.Session, AllowedActions.None, "A text that a linked wallet signs where others show a code.", StepUpMessage) { Body = WalletMessageBody.Shape, Answer = LinkRoutes.MessageShape },
        new("POST", "/auth/step-up/wallet", LimitClass.Auth, Access.Session, AllowedActions.None, "The same as a step-up, by the signed text: for whoever has no authenticator app, or likes this better.", StepUpByWallet) { Body = WalletProofBody.Shape, Status = 204 },
    ];

    /// <summary>False, and refused, when a session must show its second factor again before it changes who gets in; keys have none to show.</summary>
    public static bool IsShown(ApiCall call)
    {
        if (!call.Who.IsSession || call.Gateway.People.WalletFactor.RequireForWaysIn(call.Who.Person, call.Who.Session) is not { } refusal) return true;
        call.Refuse(IdentityProblem.Of(refusal));
        return false;
    }

    /// <summary>The same for what leads money out, which wants that there is a second factor: a code of an app, or a wallet's signature.</summary>
    public static bool IsProven(ApiCall call)
    {
        if (!call.Who.IsSession || call.Gateway.People.WalletFactor.Require(call.Who.Person, call.Who.Session) is not { } refusal) return true;
        call.Refuse(IdentityProblem.Of(refusal));
        return false;
    }

    private static ValueTask StepUpMessage(ApiCall call)
    {
        var body = new Body(call.Payload, WalletMessageBody.Shape, stackalloc Slot[BodyShape.FieldsMax]);
        string address = body.String(WalletMessageBody.Shape.Address);
        if (body.Problem is { } problem) call.Refuse(problem);
        else LinkRoutes.Write(call, call.Gateway.People.WalletFactor.InviteToStepUp(call.Who.Person, call.Who.Session), address);
        return default;
    }

    private static ValueTask StepUpByWallet(ApiCall call)
    {
        var body = new Body(call.Payload, WalletProofBody.Shape, stackalloc Slot[BodyShape.FieldsMax]);
        SignedText signed = WalletProofBody.Read(ref body, WalletProofBody.Shape);
        if (body.Problem is { } problem) call.Refuse(problem);
        else if (call.Gateway.People.WalletFactor.StepUp(call.Who.Person, call.Who.Session, signed, call.Caller()) is { } refusal) call.Refuse(IdentityProblem.Of(refusal));
        return default;
    }

    private static async ValueTask SignIn(ApiCall call)
    {
        if (Challenge(call) is { } given) AuthRoutes.Answer(call, await call.Gateway.People.Entrance.SignInByCode(given.Challenge, given.Code, call.Caller()), given.IsCookie);
    }

    private static ValueTask Get(ApiCall call)
    {
        SecondFactorState state = call.Gateway.People.SecondFactors.Of(call.Who.Person);
        call.Answer.BeginObject().Name("on"u8).Bool(state.IsOn);
        if (state.IsOn) call.Answer.Name("since"u8).Number(state.SinceMs);
        if (state.WaitsUntilMs != 0) call.Answer.Name("waitsUntil"u8).Number(state.WaitsUntilMs);
        call.Answer.Name("recoveryCodesLeft"u8).Number(state.RecoveryCodesLeft).Name("wallet"u8).Bool(call.Gateway.People.WalletFactor.Counts(call.Who.Person));
        if (call.Gateway.People.FactorResets.Of(call.Who.Person) is { } reset) call.Answer.Name("resetAt"u8).Number(reset.DueAtMs).Name("resetOf"u8).String(reset.Email is null ? "secondFactor" : "waysIn");
        call.Answer.Name("freshBy"u8).BeginArray();
        foreach (SignInMethod way in call.Gateway.People.WalletFactor.FreshBy(call.Who.Person)) call.Answer.String(Choices.LowerCamel(way.ToString()));
        call.Answer.EndArray().EndObject();
        return default;
    }

    private static ValueTask Stop(ApiCall call)
    {
        if (call.Gateway.People.SecondFactors.Stop(call.Who.Person, call.Who.Session, call.Caller()) is { } refusal) call.Refuse(IdentityProblem.Of(refusal));
        return default;
    }

    private static ValueTask StopByLetter(ApiCall call) => ByLetter(call, call.Gateway.People.SecondFactors.StopByLetter);

    private static ValueTask Keep(ApiCall call)
    {
        if (call.Gateway.People.FactorResets.Stop(call.Who.Person, call.Caller()) is { } refusal) call.Refuse(IdentityProblem.Of(refusal));
        return default;
    }

    private static ValueTask KeepByLetter(ApiCall call) => ByLetter(call, call.Gateway.People.FactorResets.StopByLetter);

    private static ValueTask ByLetter(ApiCall call, Func<string, Caller, Refusal?> stop)
    {
        var body = new Body(call.Payload, TicketBody.Shape, stackalloc Slot[BodyShape.FieldsMax]);
        string ticket = body.String(TicketBody.Shape.Ticket);
        if (body.Problem is { } problem) call.Refuse(problem);
        else if (stop(ticket, call.Caller()) is { } refusal) call.Refuse(IdentityProblem.Of(refusal));
        return default;
    }

    private static async ValueTask Enrol(ApiCall call)
    {
        if (Password(call) is not { } password) return;
        Registry people = call.Gateway.People;
        // Whoever has a password shows it with this very request; who has none has shown before how he comes in.
        if (await people.People.ConfirmPassword(call.Who.Person, call.Who.Session, password, call.Caller()) is { } wrong)
        {
            call.Refuse(IdentityProblem.Of(wrong));
            return;
        }
        if (!IsShown(call)) return;
        string name = people.People.Find(call.Who.Person)?.Email ?? call.Who.Person.ToString();
        Result<Enrolment> enrolment = people.SecondFactors.Enrol(call.Who.Person, call.Who.Session, name, call.Caller());
        if (enrolment.IsOk) call.Answer.BeginObject().Name("secret"u8).String(enrolment.Value.Secret).Name("uri"u8).String(enrolment.Value.Uri).EndObject();
        else call.Refuse(IdentityProblem.Of(enrolment.Refusal));
    }

    private static ValueTask Confirm(ApiCall call)
    {
        if (Code(call) is not { } code) return default;
        Result<Confirmation> confirmed = call.Gateway.People.SecondFactors.Confirm(call.Who.Person, call.Who.Session, code, call.Caller());
        if (confirmed.IsOk) Write(call, confirmed.Value.RecoveryCodes, confirmed.Value.WaitsUntilMs);
        else call.Refuse(IdentityProblem.Of(confirmed.Refusal));
        return default;
    }

    private static ValueTask RenewCodes(ApiCall call)
    {
        if (Code(call) is { } code) Tell(call, call.Gateway.People.SecondFactors.RenewCodes(call.Who.Person, code, call.Caller()));
        return default;
    }

    private static ValueTask TurnOff(ApiCall call)
    {
        if (Code(call) is { } code && call.Gateway.People.SecondFactors.TurnOff(call.Who.Person, code, call.Caller()) is { } refusal) call.Refuse(IdentityProblem.Of(refusal));
        return default;
    }

    private static ValueTask StepUp(ApiCall call)
    {
        if (Code(call) is { } code && call.Gateway.People.SecondFactors.StepUp(call.Who.Person, call.Who.Session, code, call.Caller()) is { } refusal) call.Refuse(IdentityProblem.Of(refusal));
        return default;
    }

    private static void Tell(ApiCall call, Result<IReadOnlyList<string>> codes)
    {
        if (codes.IsOk) Write(call, codes.Value, waitsUntilMs: 0);
        else call.Refuse(IdentityProblem.Of(codes.Refusal));
    }

    private static void Write(ApiCall call, IReadOnlyList<string> codes, long waitsUntilMs)
    {
        call.Answer.BeginObject().Name("recoveryCodes"u8).BeginArray();
        foreach (string code in codes) call.Answer.String(code);
        call.Answer.EndArray();
        if (waitsUntilMs != 0) call.Answer.Name("waitsUntil"u8).Number(waitsUntilMs);
        call.Answer.EndObject();
    }

    private static string? Code(ApiCall call)
    {
        var body = new Body(call.Payload, CodeBody.Shape, stackalloc Slot[BodyShape.FieldsMax]);
        string code = body.String(CodeBody.Shape.Code);
        if (body.Problem is null) return code;
        call.Refuse(body.Problem);
        return null;
    }

    private static string? Password(ApiCall call)
    {
        var body = new Body(call.Payload, EnrolBody.Shape, stackalloc Slot[BodyShape.FieldsMax]);
        string password = body.String(EnrolBody.Shape.Password);
        if (body.Problem is null) return password;
        call.Refuse(body.Problem);
        return null;
    }

    private static (string Challenge, string Code, bool IsCookie)? Challenge(ApiCall call)
    {
        ChallengeBody shape = ChallengeBody.Shape;
        var body = new Body(call.Payload, shape, stackalloc Slot[BodyShape.FieldsMax]);
        (string Challenge, string Code, bool IsCookie) given = (body.String(shape.Challenge), body.String(shape.Code), body.Flag(shape.Cookie));
        Problem? problem = body.Problem ?? (given.IsCookie ? RefreshCookie.Check(call.Http.Request) : null);
        if (problem is null) return given;
        call.Refuse(problem);
        return null;
    }
}
