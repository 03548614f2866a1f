using Peregrine.Core;
using Peregrine.Gateway.Http;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Rates;
using Peregrine.Identity;
using Peregrine.Identity.SecondFactors;

namespace Peregrine.Gateway.Native;

/// <summary>The way back of who comes in by wallets alone and lost them, by a letter to his confirmed address; who has none asks the venue's people.</summary>
internal static class WayBackRoutes
{
    public static readonly Route[] All =
    [
        new("POST", "/auth/way-back", LimitClass.Auth, Access.Public, AllowedActions.None, "Begins the way back of who lost the wallets he came in by, by the ticket of the letter; its owner can stop it as he stops that a second factor is taken off.", Begin)
        {
            Body = TicketBody.Shape,
            Answer = new ToldShape("WayBack").With("opensAt", AnswerType.Time, "When a letter follows by which a password is chosen, unless it is stopped."),
            Status = 202,
        },
    ];

    private static ValueTask Begin(ApiCall call)
    {
        var body = new Body(call.Payload, TicketBody.Shape, stackalloc Slot[BodyShape.FieldsMax]);
        string ticket = body.String(TicketBody.Shape.Ticket);
        if (body.Problem is { } problem)
        {
            call.Refuse(problem);
            return default;
        }
        Result<FactorReset> begun = call.Gateway.People.FactorResets.BeginByLetter(ticket, call.Caller());
        if (begun.IsOk) call.Answer.BeginObject().Name("opensAt"u8).Number(begun.Value.DueAtMs).EndObject();
        else call.Refuse(IdentityProblem.Of(begun.Refusal));
        return default;
    }
}
