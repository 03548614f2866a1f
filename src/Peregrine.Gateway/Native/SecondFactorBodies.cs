using Peregrine.Gateway.Json;

namespace Peregrine.Gateway.Native;

internal sealed class CodeBody : BodyShape
{
    public static readonly CodeBody Shape = new();

    public readonly Field Code;

    private CodeBody()
        : base("Code") => Code = Needed("code", FieldType.Text(40), "Six digits of the authenticator app, or a recovery code.");
}

internal sealed class ChallengeBody : BodyShape
{
    public static readonly ChallengeBody Shape = new();

    public readonly Field Challenge, Code, Cookie;

    private ChallengeBody()
        : base("SignInByCode")
    {
        Challenge = Needed("challenge", FieldType.Text(100), "What the sign-in was answered with.");
        Code = Needed("code", FieldType.Text(40), "Six digits of the authenticator app, or a recovery code.");
        Cookie = Optional("cookie", FieldType.Flag, "Gives the refresh token as a cookie that scripts cannot read, and not in the answer; for pages of this venue.");
    }
}

internal sealed class EnrolBody : BodyShape
{
    public static readonly EnrolBody Shape = new();

    public readonly Field Password;

    private EnrolBody()
        : base("EnrolSecondFactor") => Password = Optional("password", FieldType.Text(256), "The password, of whoever has one.");
}
