using Peregrine.Core;
using Peregrine.Gateway.Auth;
using Peregrine.Gateway.Errors;
using Peregrine.Gateway.Http;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Rates;
using Peregrine.Identity;
using Peregrine.Identity.People;
using Peregrine.Identity.Sessions;

namespace Peregrine.Gateway.Native;

/// <summary>Signing up, in, on and out; who somebody is, and where he is signed in.</summary>
internal static class AuthRoutes
{
    public static readonly Route[] All =
    [
        new("POST", "/auth/sign-up", LimitClass.Auth, Access.Public, AllowedActions.None, "Opens an account; the answer is the same whether the address was known or not.", SignUp)
        {
            Answer = Answers.Next,
            Body = CredentialsBody.Shape,
            Status = 202,
        },
        new("POST", "/auth/sign-in", LimitClass.Auth, Access.Public, AllowedActions.None, "Begins a session, or asks for the second factor first.", SignIn) { Body = SignInBody.Shape, Answer = Answers.SignedIn },
        new("POST", "/auth/refresh", LimitClass.Auth, Access.Public, AllowedActions.None, "The next pair of tokens; a refresh token used twice ends its session.", Refresh)
        {
            Answer = Answers.Tokens,
            Body = RefreshBody.Shape,
        },
        new("POST", "/auth/sign-out", LimitClass.Auth, Access.Session, AllowedActions.None, "Ends this session.", SignOut) { Status = 204 },
        new("POST", "/auth/password", LimitClass.Auth, Access.Session, AllowedActions.None, "Changes the password; every other session ends.", ChangePassword)
        {
            Body = PasswordBody.Shape,
            Status = 204,
        },
        new("GET", "/auth/sessions", LimitClass.Reads, Access.Session, AllowedActions.None, "Where somebody is signed in.", Sessions) { Answer = Answers.Sessions },
        new("DELETE", "/auth/sessions/{id}", LimitClass.Auth, Access.Session, AllowedActions.None, "Ends one session.", EndSession) { Status = 204 },
        new("DELETE", "/auth/sessions", LimitClass.Auth, Access.Session, AllowedActions.None, "Ends every other session, or all.", EndSessions) { Query = EndSessionsQuery.Shape, Answer = Answers.Ended },
        new("GET", "/me", LimitClass.Reads, Access.Signed, AllowedActions.All, "Who asks, what he may do, and his accounts.", Me) { Answer = Answers.Me },
    ];

    private static async ValueTask SignUp(ApiCall call)
    {
        if (Credentials(call) is not { } given) return;
        if (await call.Gateway.People.People.SignUp(given.Email, given.Password, call.Caller()) is { } refusal) call.Refuse(IdentityProblem.Of(refusal));
        else call.Answer.BeginObject().Name("next"u8).String("sign-in").EndObject();
    }

    private static async ValueTask SignIn(ApiCall call)
    {
        if (SignInFields(call) is not { } given) return;
        Answer(call, await call.Gateway.People.People.SignIn(given.Email, given.Password, call.Caller()), given.IsCookie);
    }

    /// <summary>What every way in is answered with: tokens, the question for the second factor, or a no.</summary>
    public static void Answer(ApiCall call, Result<SignedIn> result, bool isCookie)
    {
        if (result.IsOk) Write(call, result.Value.Tokens, result.Value.Account, isCookie);
        else if (result.Refusal.Challenge is { } challenge) call.Answer.BeginObject().Name("next"u8).String("code").Name("challenge"u8).String(challenge).EndObject();
        else call.Refuse(IdentityProblem.Of(result.Refusal));
    }

    private static ValueTask Refresh(ApiCall call)
    {
        var body = new Body(call.Payload, RefreshBody.Shape, stackalloc Slot[BodyShape.FieldsMax]);
        bool isCookie = !body.Has(RefreshBody.Shape.RefreshToken);
        string? token = isCookie ? RefreshCookie.Read(call.Http.Request) : body.String(RefreshBody.Shape.RefreshToken);
        Problem? problem = body.Problem ?? (isCookie ? RefreshCookie.Check(call.Http.Request) : null);
        if (token is null) problem ??= new Problem(ApiCode.Unauthenticated, "There is no session here; sign in.");
        if (problem is not null)
        {
            call.Refuse(problem);
            return default;
        }
        Result<TokenPair> result = call.Gateway.People.Sessions.Refresh(token!, call.Caller());
        if (result.IsOk)
        {
            Write(call, result.Value, 0, isCookie);
            return default;
        }
        if (isCookie) RefreshCookie.Clear(call.Http);
        call.Refuse(IdentityProblem.Of(result.Refusal));
        return default;
    }

    private static ValueTask SignOut(ApiCall call)
    {
        RefreshCookie.Clear(call.Http);
        return End(call, call.Who.Session, SessionEnd.SignedOut);
    }

    private static ValueTask EndSession(ApiCall call) =>
        Id128.TryParse(call.First.ToString(), out Id128 session) ? End(call, session, SessionEnd.Revoked) : Unknown(call);

    private static ValueTask EndSessions(ApiCall call)
    {
        Body query = call.Query(stackalloc Slot[BodyShape.FieldsMax]);
        if (query.Problem is { } problem)
        {
            call.Refuse(problem);
            return default;
        }
        Id128? kept = query.Flag(EndSessionsQuery.Shape.All) ? null : call.Who.Session;
        if (kept is null) RefreshCookie.Clear(call.Http);
        int ended = call.Gateway.People.Sessions.EndAll(call.Who.Person, kept, call.Who.Person, SessionEnd.Revoked, call.Caller());
        call.Answer.BeginObject().Name("ended"u8).Number(ended).EndObject();
        return default;
    }

    private static async ValueTask ChangePassword(ApiCall call)
    {
        if (Passwords(call) is not { } given) return;
        Refusal? refusal = await call.Gateway.People.People.ChangePassword(call.Who.Person, call.Who.Session, given.Current, given.Wanted, call.Caller());
        if (refusal is not null) call.Refuse(IdentityProblem.Of(refusal));
    }

    private static ValueTask Sessions(ApiCall call)
    {
        call.Answer.BeginObject().Name("sessions"u8).BeginArray();
        foreach (SessionInfo session in call.Gateway.People.Sessions.Of(call.Who.Person))
        {
            call.Answer.BeginObject().Name("sessionId"u8).String(session.Id.ToString()).Name("isThis"u8).Bool(session.Id == call.Who.Session);
            call.Answer.Name("method"u8).String(Choices.LowerCamel(session.Method.ToString())).Name("device"u8).String(session.Device).Name("address"u8).String(session.Address);
            call.Answer.Name("created"u8).Number(session.CreatedAtMs).Name("lastUsed"u8).Number(session.LastUsedAtMs).Name("expires"u8).Number(session.ExpiresAtMs).EndObject();
        }
        call.Answer.EndArray().EndObject();
        return default;
    }

    private static ValueTask Me(ApiCall call)
    {
        Auth.Principal who = call.Who;
        call.Answer.BeginObject().Name("accountId"u8).Id(who.Account).Name("keyId"u8).Number(who.Key).Name("actions"u8).BeginArray();
        foreach (Choices.Choice action in Words.Actions.All)
        {
            if (((int)who.Actions & action.Value) != 0) call.Answer.Plain(action.Utf8);
        }
        call.Answer.EndArray();
        if (who.IsSession && call.Gateway.People.People.Find(who.Person) is { } person)
        {
            if (person.Email is { } email) call.Answer.Name("email"u8).String(email);
            call.Answer.Name("personId"u8).Id(person.Id.Value).Name("emailConfirmed"u8).Bool(person.IsEmailConfirmed).Name("role"u8).String(Choices.LowerCamel(person.Role.ToString())).Name("accounts"u8);
            AccountRoutes.WriteAccounts(call.Answer, call.Gateway.People.Accounts.Of(who.Person));
        }
        call.Answer.EndObject();
        return default;
    }

    private static ValueTask End(ApiCall call, Id128 session, SessionEnd why)
    {
        if (call.Gateway.People.Sessions.End(call.Who.Person, session, call.Who.Person, why, call.Caller()) is { } refusal) call.Refuse(IdentityProblem.Of(refusal));
        return default;
    }

    private static ValueTask Unknown(ApiCall call)
    {
        call.Refuse(new Problem(ApiCode.NotFound, "There is no such session.") { Field = "id" });
        return default;
    }

    private static void Write(ApiCall call, TokenPair tokens, int account, bool isCookie)
    {
        long now = call.Gateway.Time.GetUtcNow().ToUnixTimeMilliseconds();
        call.Answer.BeginObject().Name("accessToken"u8).String(tokens.AccessToken).Name("expiresIn"u8).Number(Math.Max(0, (tokens.AccessExpiresAtMs - now) / 1000));
        if (isCookie) RefreshCookie.Set(call.Http, tokens.RefreshToken, tokens.RefreshExpiresAtMs);
        else call.Answer.Name("refreshToken"u8).String(tokens.RefreshToken);
        call.Answer.Name("sessionId"u8).String(tokens.Session.ToString());
        if (account != 0) call.Answer.Name("accountId"u8).Id(account);
        call.Answer.EndObject();
    }

    private static (string Email, string Password)? Credentials(ApiCall call)
    {
        CredentialsBody shape = CredentialsBody.Shape;
        var body = new Body(call.Payload, shape, stackalloc Slot[BodyShape.FieldsMax]);
        (string Email, string Password) given = (body.String(shape.Email), body.String(shape.Password));
        if (body.Problem is null) return given;
        call.Refuse(body.Problem);
        return null;
    }

    private static (string Email, string Password, bool IsCookie)? SignInFields(ApiCall call)
    {
        SignInBody shape = SignInBody.Shape;
        var body = new Body(call.Payload, shape, stackalloc Slot[BodyShape.FieldsMax]);
        (string Email, string Password, bool IsCookie) given = (body.String(shape.Email), body.String(shape.Password), body.Flag(shape.Cookie));
        if ((body.Problem ?? (given.IsCookie ? RefreshCookie.Check(call.Http.Request) : null)) is not { } problem) return given;
        call.Refuse(problem);
        return null;
    }

    private static (string Current, string Wanted)? Passwords(ApiCall call)
    {
        PasswordBody shape = PasswordBody.Shape;
        var body = new Body(call.Payload, shape, stackalloc Slot[BodyShape.FieldsMax]);
        (string Current, string Wanted) given = (body.String(shape.Password), body.String(shape.NewPassword));
        if (body.Problem is null) return given;
        call.Refuse(body.Problem);
        return null;
    }
}
