using System.Text;
using Peregrine.Core;

namespace Peregrine.Gateway.Errors;

/// <summary>A code that clients may rely on, and the HTTP status it comes with.</summary>
internal sealed record ApiCode(string Name, int Status)
{
    public static readonly ApiCode BadJson = new("BAD_JSON", 400);
    public static readonly ApiCode UnknownField = new("UNKNOWN_FIELD", 400);
    public static readonly ApiCode MissingField = new("MISSING_FIELD", 400);
    public static readonly ApiCode DuplicateField = new("DUPLICATE_FIELD", 400);
    public static readonly ApiCode BadValue = new("BAD_VALUE", 400);
    public static readonly ApiCode Unauthenticated = new("UNAUTHENTICATED", 401);
    public static readonly ApiCode BadSignature = new("BAD_SIGNATURE", 401);
    public static readonly ApiCode TimestampOutOfWindow = new("TIMESTAMP_OUT_OF_WINDOW", 401);
    public static readonly ApiCode TokenExpired = new("TOKEN_EXPIRED", 401);
    public static readonly ApiCode SessionEnded = new("SESSION_ENDED", 401);
    public static readonly ApiCode WrongCredentials = new("WRONG_CREDENTIALS", 401);
    public static readonly ApiCode SecondFactorNeeded = new("SECOND_FACTOR_NEEDED", 403);
    public static readonly ApiCode SecondFactorMissing = new("SECOND_FACTOR_MISSING", 403);
    public static readonly ApiCode WalletSignatureNeeded = new("WALLET_SIGNATURE_NEEDED", 403);
    public static readonly ApiCode FreshSignInNeeded = new("FRESH_SIGN_IN_NEEDED", 403);
    public static readonly ApiCode EmailNotConfirmed = new("EMAIL_NOT_CONFIRMED", 403);
    public static readonly ApiCode LinkNeeded = new("LINK_NEEDED", 409);
    public static readonly ApiCode NotNow = new("NOT_NOW", 409);
    public static readonly ApiCode ProviderRefused = new("PROVIDER_REFUSED", 403);
    public static readonly ApiCode ProviderUnreachable = new("PROVIDER_UNREACHABLE", 503);
    public static readonly ApiCode AddressTooNew = new("ADDRESS_TOO_NEW", 403);
    public static readonly ApiCode WithdrawalsWait = new("WITHDRAWALS_WAIT", 403);
    public static readonly ApiCode NotPermitted = new("NOT_PERMITTED", 403);
    public static readonly ApiCode IpNotAllowed = new("IP_NOT_ALLOWED", 403);
    public static readonly ApiCode NotFound = new("NOT_FOUND", 404);
    public static readonly ApiCode MethodNotAllowed = new("METHOD_NOT_ALLOWED", 405);
    public static readonly ApiCode NotAcceptable = new("NOT_ACCEPTABLE", 406);
    public static readonly ApiCode TooLarge = new("TOO_LARGE", 413);
    public static readonly ApiCode UnsupportedMediaType = new("UNSUPPORTED_MEDIA_TYPE", 415);
    public static readonly ApiCode UpgradeRequired = new("UPGRADE_REQUIRED", 426);
    public static readonly ApiCode RateLimited = new("RATE_LIMITED", 429);
    public static readonly ApiCode Internal = new("INTERNAL", 500);
    public static readonly ApiCode NotReady = new("NOT_READY", 503);

    private static readonly ApiCode[] ByReject = FromRejects();

    /// <summary>Every reject code of the engine under its own name.</summary>
    public static ApiCode Of(RejectCode code) => ByReject[(int)code] ?? throw new ArgumentOutOfRangeException(nameof(code));

    /// <summary>Every code there is, the gateway's own before the engine's.</summary>
    public static IEnumerable<ApiCode> All =>
    [
        BadJson, UnknownField, MissingField, DuplicateField, Unauthenticated, BadSignature, TimestampOutOfWindow, TokenExpired, SessionEnded, WrongCredentials, SecondFactorNeeded, SecondFactorMissing, WalletSignatureNeeded, FreshSignInNeeded, EmailNotConfirmed, LinkNeeded, NotNow, ProviderRefused, ProviderUnreachable, AddressTooNew, WithdrawalsWait, IpNotAllowed, NotFound,
        MethodNotAllowed, NotAcceptable, TooLarge, UnsupportedMediaType, UpgradeRequired, RateLimited, Internal, NotReady,
        .. ByReject.Where(static c => c is not null && c.Name != "NONE"),
    ];

    private static ApiCode[] FromRejects()
    {
        RejectCode[] codes = Enum.GetValues<RejectCode>();
        var all = new ApiCode[(int)codes.Max() + 1];
        foreach (RejectCode code in codes) all[(int)code] = new(UpperSnake(code.ToString()), StatusOf(code));
        return all;
    }

    // A new reject is 422 until somebody has a better place for it.
    private static int StatusOf(RejectCode code) => code switch
    {
        RejectCode.BadValue or RejectCode.BadCombination or RejectCode.BadClientId or RejectCode.BadTick or RejectCode.BadLot => 400,
        RejectCode.NotPermitted or RejectCode.KeyLimit or RejectCode.UnknownKey => 403,
        RejectCode.UnknownAccount or RejectCode.UnknownAsset or RejectCode.UnknownMarket or RejectCode.UnknownOrder or RejectCode.UnknownWithdrawal => 404,
        RejectCode.DuplicateIdMismatch => 409,
        _ => (int)code >= 900 ? 503 : 422,
    };

    private static string UpperSnake(string name)
    {
        var text = new StringBuilder();
        foreach (char c in name)
        {
            if (char.IsUpper(c) && text.Length > 0) text.Append('_');
            text.Append(char.ToUpperInvariant(c));
        }
        return text.ToString();
    }
}
