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

internal sealed class RefreshBody : BodyShape
{
    public static readonly RefreshBody Shape = new();

    public readonly Field RefreshToken;

    private RefreshBody()
        : base("Refresh") => RefreshToken = Needed("refreshToken", FieldType.Text(512), "The refresh token that came last.");
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
