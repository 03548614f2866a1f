using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Peregrine.Core;
using Peregrine.Gateway.Errors;
using Peregrine.Identity;
using Peregrine.Identity.Keys;
using Peregrine.Identity.Sessions;

namespace Peregrine.Gateway.Auth;

/// <summary>Says who sent a request: by its bearer token, or by its signature.</summary>
internal sealed class Authenticator(Registry people)
{
    private const int TokenMax = 2048, PieceMax = 128, TargetMax = 4096;

    /// <summary>Nobody, when the request shows nothing; a problem, when what it shows does not hold.</summary>
    public Problem? Check(HttpRequest request, ReadOnlySpan<byte> body, IPAddress address, out Principal who)
    {
        who = default;
        StringValues bearer = request.Headers.Authorization;
        StringValues key = request.Headers["X-Key"];
        if (bearer.Count == 0 && key.Count == 0) return null;
        if (bearer.Count + key.Count > 1) return Refuse(ApiCode.Unauthenticated, "Show a token or a signature, not both and not twice.");
        Problem? problem = bearer.Count == 1 ? Bearer(bearer[0]!, out who) : Signed(request, key[0]!, body, address, out who);
        return problem ?? Choose(request, ref who);
    }

    public Problem? Token(ReadOnlySpan<byte> token, out Principal who)
    {
        who = default;
        IdentityCode code = people.Tokens.Check(token, out AccessClaims claims);
        if (code != IdentityCode.None) return Of(code);
        // Just after signing up the account may have been opened later than the token was made.
        int account = claims.Account != 0 ? claims.Account : people.Accounts.Of(claims.Person).FirstOrDefault(a => a.IsRoot)?.Account ?? 0;
        who = new Principal(claims.Person, claims.Session, claims.Role, account, 0, Permissions.Of(claims.Role), default) { ExpiresAtMs = claims.ExpiresAtMs };
        return null;
    }

    public Problem? Signature(in SignedRequest signed, IPAddress address, out Principal who)
    {
        who = default;
        IdentityCode code = people.Requests.Check(in signed, address, out KeyUse use);
        if (code != IdentityCode.None) return Of(code);
        who = OfKey(in use);
        return null;
    }

    /// <summary>A key does what its scopes and its owner's role both allow.</summary>
    public Principal OfKey(in KeyUse use)
    {
        AllowedActions actions = use.Scopes.ToActions() & Permissions.Of(people.Roles.Of(people.Accounts.OwnerOf(use.Account)));
        return new Principal(PersonId.Venue, default, Role.Trader, use.Account, use.Key, actions, use.Request) { ExpiresAtMs = use.ExpiresAtMs };
    }

    /// <summary>Lets the person act on another of his accounts, and an auditor read anybody's.</summary>
    public Problem? Choose(int account, ref Principal who)
    {
        if (account == who.Account) return null;
        PersonId owner = people.Accounts.OwnerOf(account);
        bool isReadable = who.Role == Role.Auditor && owner != PersonId.Venue;
        if (!who.IsSession || (owner != who.Person && !isReadable)) return Problem.Of(RejectCode.UnknownAccount) with { Field = "X-Account" };
        who = who with { Account = account };
        return null;
    }

    public static Problem Of(IdentityCode code) => code switch
    {
        IdentityCode.TokenExpired => Refuse(ApiCode.TokenExpired, "The access token has expired; refresh it."),
        IdentityCode.SessionEnded => Refuse(ApiCode.SessionEnded, "The session has ended; sign in again."),
        IdentityCode.OutsideWindow => Refuse(ApiCode.TimestampOutOfWindow, "X-Timestamp is outside the window around the venue's time.") with
        {
            Field = "X-Timestamp",
            Expected = "Unix time in milliseconds, at most X-Recv-Window (5000) old and 1000 ahead",
        },
        IdentityCode.AddressNotAllowed => Refuse(ApiCode.IpNotAllowed, "The key may not be used from this address."),
        IdentityCode.SignatureInvalid => Refuse(ApiCode.BadSignature, "The key is unknown, or the signature is not that of this request."),
        IdentityCode.KeyExpired => Refuse(ApiCode.TokenExpired, "The key has expired."),
        _ => Refuse(ApiCode.Unauthenticated, "The token is none of ours."),
    };

    private Problem? Bearer(string header, out Principal who)
    {
        who = default;
        const string scheme = "Bearer ";
        if (!header.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) || header.Length > TokenMax) return Refuse(ApiCode.Unauthenticated, "Authorization is 'Bearer' and an access token.");
        Span<byte> token = stackalloc byte[TokenMax];
        return Encoding.ASCII.TryGetBytes(header.AsSpan(scheme.Length), token, out int length) ? Token(token[..length], out who) : Of(IdentityCode.TokenInvalid);
    }

    private Problem? Signed(HttpRequest request, string key, ReadOnlySpan<byte> body, IPAddress address, out Principal who)
    {
        who = default;
        Span<byte> pieces = stackalloc byte[5 * PieceMax + TargetMax];
        if (!Piece(key, pieces, out ReadOnlySpan<byte> name)
            || !Piece(request.Headers["X-Timestamp"], pieces[PieceMax..], out ReadOnlySpan<byte> timestamp)
            || !Piece(request.Headers["X-Signature"], pieces[(2 * PieceMax)..], out ReadOnlySpan<byte> signature)
            || !Piece(request.Headers["X-Recv-Window"], pieces[(3 * PieceMax)..], out ReadOnlySpan<byte> window)
            || !Piece(request.Method, pieces[(4 * PieceMax)..], out ReadOnlySpan<byte> method)
            || !Target(request, pieces[(5 * PieceMax)..], out ReadOnlySpan<byte> target))
        {
            return Refuse(ApiCode.BadSignature, "X-Key, X-Timestamp, X-Signature and X-Recv-Window are given once each and are short.");
        }
        var signed = new SignedRequest { Key = name, Timestamp = timestamp, Window = window, Method = method, Target = target, Body = body, Signature = signature };
        return Signature(in signed, address, out who);
    }

    // As it stood in the request line: what is signed is what was sent.
    private static bool Target(HttpRequest request, Span<byte> into, out ReadOnlySpan<byte> target)
    {
        target = default;
        string raw = request.HttpContext.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget;
        if (!Encoding.UTF8.TryGetBytes(raw, into, out int length)) return false;
        target = into[..length];
        return true;
    }

    private static bool Piece(StringValues value, Span<byte> into, out ReadOnlySpan<byte> piece)
    {
        piece = default;
        if (value.Count == 0) return true;
        if (value.Count > 1 || value[0]!.Length > PieceMax || !Encoding.ASCII.TryGetBytes(value[0], into[..PieceMax], out int length)) return false;
        piece = into[..length];
        return true;
    }

    private Problem? Choose(HttpRequest request, ref Principal who)
    {
        StringValues wanted = request.Headers["X-Account"];
        if (wanted.Count == 0) return null;
        return int.TryParse(wanted[0], System.Globalization.NumberStyles.None, null, out int account)
            ? Choose(account, ref who)
            : Problem.Bad("X-Account", "an account id");
    }

    private static Problem Refuse(ApiCode code, string message) => new(code, message);
}
