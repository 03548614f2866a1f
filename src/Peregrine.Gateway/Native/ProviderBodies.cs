using Peregrine.Gateway.Json;

namespace Peregrine.Gateway.Native;

internal sealed class ArrivalBody : BodyShape
{
    public static readonly ArrivalBody Shape = new();

    public readonly Field State, Code, Error, Issuer, Cookie;

    private ArrivalBody()
        : base("ProviderArrival")
    {
        State = Needed("state", FieldType.Text(200), "As it stands in the address to which the provider sent the browser back.");
        Code = Optional("code", FieldType.Text(1000), "As it stands there.");
        Error = Optional("error", FieldType.Text(200), "As it stands there, in place of a code.");
        Issuer = Optional("iss", FieldType.Text(300), "As it stands there.");
        Cookie = Optional("cookie", FieldType.Flag, "Gives the refresh token as a cookie that scripts cannot read, and not in the answer. Of a sign-in.");
    }
}
