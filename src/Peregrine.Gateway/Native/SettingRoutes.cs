using Peregrine.Core;
using Peregrine.Gateway.Http;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Rates;
using Peregrine.Identity;
using Peregrine.Identity.Settings;

namespace Peregrine.Gateway.Native;

/// <summary>What a front end keeps for whoever is signed in, so that his other devices have it.</summary>
internal static class SettingRoutes
{
    private static readonly AnswerShape<Setting> Shape = new AnswerShape<Setting>("Setting")
        .With("name", AnswerType.String, "The front end's own.", static (json, in s) => json.String(s.Name))
        .With("value", AnswerType.String, "As it was sent.", static (json, in s) => json.String(s.Value))
        .With("changed", AnswerType.Time, "When.", static (json, in s) => json.Number(s.ChangedAtMs));

    public static readonly Route[] All =
    [
        new("GET", "/settings", LimitClass.Reads, Access.Session, AllowedActions.None, "What a front end keeps for the person.", List) { Answer = new ToldShape("Settings").With("settings", Shape.Listed, "By name.") },
        new("PUT", "/settings/{name}", LimitClass.Orders, Access.Session, AllowedActions.None, "Keeps a value under a name; the last one stands.", Keep) { Body = SettingBody.Shape, Answer = Shape },
    ];

    private static ValueTask List(ApiCall call)
    {
        Setting[] settings = [.. call.Gateway.People.Settings.Of(call.Who.Person)];
        Shape.WriteList(call.Answer.BeginObject().Name("settings"u8), settings);
        call.Answer.EndObject();
        return default;
    }

    private static ValueTask Keep(ApiCall call)
    {
        var body = new Body(call.Payload, SettingBody.Shape, stackalloc Slot[BodyShape.FieldsMax]);
        string value = body.String(SettingBody.Shape.Value);
        if (body.Problem is not null)
        {
            call.Refuse(body.Problem);
            return default;
        }
        Result<Setting> kept = call.Gateway.People.Settings.Keep(call.Who.Person, call.First.ToString(), value);
        if (kept.IsOk) Shape.Write(call.Answer, kept.Value);
        else call.Refuse(IdentityProblem.Of(kept.Refusal));
        return default;
    }
}

internal sealed class SettingBody : BodyShape
{
    public static readonly SettingBody Shape = new();

    public readonly Field Value;

    private SettingBody()
        : base("SettingKept") => Value = Needed("value", FieldType.Text(SettingDesk.ValueMax), "Whatever the front end wants to find again.");
}
