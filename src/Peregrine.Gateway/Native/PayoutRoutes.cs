using System.Globalization;
using Peregrine.Core;
using Peregrine.Gateway.Errors;
using Peregrine.Gateway.Http;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Rates;
using Peregrine.Identity;
using Peregrine.Identity.Payouts;

namespace Peregrine.Gateway.Native;

/// <summary>The book of addresses to which a person's money may leave.</summary>
internal static class PayoutRoutes
{
    private static readonly AnswerShape<PayoutAddress> Shape = new AnswerShape<PayoutAddress>("PayoutAddress")
        .With("addressId", AnswerType.Id, "Its name.", static (json, in a) => json.Id(a.Id))
        .With("address", AnswerType.String, "On Solana.", static (json, in a) => json.String(a.Address))
        .With("label", AnswerType.String, "What its owner calls it.", static (json, in a) => json.String(a.Label))
        .With("created", AnswerType.Time, "When.", static (json, in a) => json.Number(a.CreatedAtMs))
        .With("usableFrom", AnswerType.Time, "Nothing goes there before.", static (json, in a) => json.Number(a.UsableAtMs));

    public static readonly Route[] All =
    [
        new("GET", "/withdrawal-addresses", LimitClass.Reads, Access.Session, AllowedActions.None, "Where money may go.", List)
        {
            Answer = new ToldShape("PayoutAddresses").With("addresses", Shape.Listed, "The oldest first."),
        },
        new("POST", "/withdrawal-addresses", LimitClass.Auth, Access.Session, AllowedActions.None, "Adds an address; it can be used after a while.", Add) { Body = PayoutAddressBody.Shape, Answer = Shape },
        new("DELETE", "/withdrawal-addresses/{id}", LimitClass.Auth, Access.Session, AllowedActions.None, "Takes an address out.", Remove) { Status = 204 },
    ];

    private static ValueTask List(ApiCall call)
    {
        PayoutAddress[] addresses = [.. call.Gateway.People.Payouts.Of(call.Who.Person)];
        Shape.WriteList(call.Answer.BeginObject().Name("addresses"u8), addresses);
        call.Answer.EndObject();
        return default;
    }

    private static ValueTask Add(ApiCall call)
    {
        if (!EmailRoutes.IsConfirmed(call) || !SecondFactorRoutes.IsProven(call)) return default;
        PayoutAddressBody shape = PayoutAddressBody.Shape;
        var body = new Body(call.Payload, shape, stackalloc Slot[BodyShape.FieldsMax]);
        (string address, string label) = (body.String(shape.Address), body.String(shape.Label));
        if (body.Problem is not null)
        {
            call.Refuse(body.Problem);
            return default;
        }
        Result<PayoutAddress> added = call.Gateway.People.Payouts.Add(call.Who.Person, address, label, call.Caller());
        if (added.IsOk) Shape.Write(call.Answer, added.Value);
        else call.Refuse(IdentityProblem.Of(added.Refusal));
        return default;
    }

    // Taking one out makes nothing easier for a thief, so no second factor is asked.
    private static ValueTask Remove(ApiCall call)
    {
        if (!long.TryParse(call.First, NumberStyles.None, CultureInfo.InvariantCulture, out long id)) call.Refuse(new Problem(ApiCode.NotFound, "There is no such address.") { Field = "id" });
        else if (call.Gateway.People.Payouts.Remove(call.Who.Person, id, call.Caller()) is { } refusal) call.Refuse(IdentityProblem.Of(refusal) with { Field = "id" });
        return default;
    }
}

internal sealed class PayoutAddressBody : BodyShape
{
    public static readonly PayoutAddressBody Shape = new();

    public readonly Field Address, Label;

    private PayoutAddressBody()
        : base("PayoutAddressAdded")
    {
        Address = Needed("address", FieldType.Text(44), "A Solana address, in base58.");
        Label = Needed("label", FieldType.Text(40), "What its owner calls it.");
    }
}
