using Peregrine.Core;
using Peregrine.Gateway.Errors;
using Peregrine.Identity;

namespace Peregrine.Gateway.Native;

/// <summary>What Identity says no with, as the API says it.</summary>
internal static class IdentityProblem
{
    public static Problem Of(Refusal refusal)
    {
        Problem problem = refusal.Code switch
        {
            IdentityCode.BadField => new(ApiCode.BadValue, refusal.Text),
            IdentityCode.WrongCredentials => new(ApiCode.WrongCredentials, refusal.Text),
            IdentityCode.TooManyAttempts => new(ApiCode.RateLimited, refusal.Text),
            IdentityCode.TokenInvalid => new(ApiCode.Unauthenticated, refusal.Text),
            IdentityCode.TokenExpired => new(ApiCode.TokenExpired, refusal.Text),
            IdentityCode.SessionEnded or IdentityCode.TokenReused => new(ApiCode.SessionEnded, refusal.Text),
            IdentityCode.SecondFactorNeeded => new(ApiCode.SecondFactorNeeded, refusal.Text),
            IdentityCode.SecondFactorMissing => new(ApiCode.SecondFactorMissing, refusal.Text),
            IdentityCode.WalletNeeded => new(ApiCode.WalletSignatureNeeded, refusal.Text),
            IdentityCode.FreshSignInNeeded => new(ApiCode.FreshSignInNeeded, refusal.Text),
            IdentityCode.EmailNotConfirmed => new(ApiCode.EmailNotConfirmed, refusal.Text),
            IdentityCode.LinkNeeded => new(ApiCode.LinkNeeded, refusal.Text),
            IdentityCode.ProviderRefused => new(ApiCode.ProviderRefused, refusal.Text),
            IdentityCode.ProviderUnreachable => new(ApiCode.ProviderUnreachable, refusal.Text),
            IdentityCode.AddressTooNew => new(ApiCode.AddressTooNew, refusal.Text),
            IdentityCode.PayoutsWait => new(ApiCode.WithdrawalsWait, refusal.Text),
            IdentityCode.DayLimit => new(ApiCode.Of(RejectCode.WithdrawLimit), refusal.Text),
            IdentityCode.NotNow => new(ApiCode.NotNow, refusal.Text),
            IdentityCode.NotAllowed => new(ApiCode.NotPermitted, refusal.Text),
            IdentityCode.UnknownAccount => new(ApiCode.Of(RejectCode.UnknownAccount), refusal.Text),
            IdentityCode.UnknownKey => new(ApiCode.Of(RejectCode.UnknownKey), refusal.Text),
            IdentityCode.UnknownPerson or IdentityCode.UnknownSession or IdentityCode.UnknownLink => new(ApiCode.NotFound, refusal.Text),
            IdentityCode.TooManySubAccounts or IdentityCode.TooManyKeys => new(ApiCode.Of(RejectCode.TooManyAccounts), refusal.Text),
            IdentityCode.Busy => new(ApiCode.Of(RejectCode.Busy), refusal.Text),
            IdentityCode.EngineRefused => new(ApiCode.Of(refusal.Engine), refusal.Text),
            IdentityCode.EnginePending => new(ApiCode.Of(RejectCode.InDoubt), refusal.Text),
            _ => new(ApiCode.NotReady, refusal.Text),
        };
        return problem with { Field = refusal.Field, RetryAfterMs = refusal.RetryAfterMs };
    }
}
