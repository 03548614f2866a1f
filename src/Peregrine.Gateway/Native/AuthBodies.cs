using Peregrine.Gateway.Json;

namespace Peregrine.Gateway.Native;

internal sealed class CredentialsBody : BodyShape
{
    public static readonly CredentialsBody Shape = new();

    public readonly Field Email, Password;

    private CredentialsBody()
        : base("Credentials")
    {
        Email = Needed("email", FieldType.Text(254), "An e-mail address.");
        Password = Needed("password", FieldType.Text(256), "The password; at least ten characters.");
    }
}

internal sealed class SignInBody : BodyShape
{
    public static readonly SignInBody Shape = new();

    public readonly Field Email, Password, Cookie;

    private SignInBody()
        : base("SignIn")
    {
        Email = Needed("email", FieldType.Text(254), "An e-mail address.");
        Password = Needed("password", FieldType.Text(256), "The password.");
        Cookie = Optional("cookie", FieldType.Flag, "Gives the refresh token as a cookie that scripts cannot read, and not in the answer; for pages of this venue.");
    }
}

internal sealed class RefreshBody : BodyShape
{
    public static readonly RefreshBody Shape = new();

    public readonly Field RefreshToken;

    private RefreshBody()
        : base("Refresh") => RefreshToken = Optional("refreshToken", FieldType.Text(512), "The refresh token that came last; left out by a page whose cookie holds it.");
}

internal sealed class EndSessionsQuery : BodyShape
{
    public static readonly EndSessionsQuery Shape = new();

    public readonly Field All;

    private EndSessionsQuery()
        : base("EndSessionsQuery") => All = Optional("all", FieldType.Flag, "This one as well.");
}

internal sealed class PasswordBody : BodyShape
{
    public static readonly PasswordBody Shape = new();

    public readonly Field Password, NewPassword;

    private PasswordBody()
        : base("ChangePassword")
    {
        Password = Needed("password", FieldType.Text(256), "The password as it is.");
        NewPassword = Needed("newPassword", FieldType.Text(256), "The password as it is to be.");
    }
}
