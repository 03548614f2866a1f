using Peregrine.Core;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Rates;

namespace Peregrine.Gateway.Errors;

/// <summary>A no as the client reads it: what, in words, which field, and what would have been taken.</summary>
internal sealed record Problem(ApiCode Code, string Message)
{
    public string? Field { get; init; }

    public string? Expected { get; init; }

    /// <summary>When it is worth coming back; 0 when waiting does not help.</summary>
    public long RetryAfterMs { get; init; }

    /// <summary>With <see cref="RejectCode.InsufficientMargin"/>: needed and available.</summary>
    public (Micros Needed, Micros Available)? Margin { get; init; }

    public static Problem Of(RejectCode code) => new(ApiCode.Of(code), RejectText.Of(code)) { Field = FieldOf(code) };

    /// <summary>What an engine's no says besides its code.</summary>
    public static Problem Of(in CommandReceipt receipt)
    {
        Problem problem = Of(receipt.Code);
        if (receipt.RetryAfterMs > 0) return problem with { RetryAfterMs = receipt.RetryAfterMs };
        return WithMargin(problem, receipt.Code, receipt.Done.Detail1, receipt.Done.Detail2);
    }

    /// <summary>The same of an answer that is only foretold.</summary>
    public static Problem Of(RejectCode code, long needed, long available) => WithMargin(Of(code), code, needed, available);

    // Of codes that can be about one field alone, whatever the command.
    private static string? FieldOf(RejectCode code) => code switch
    {
        RejectCode.ExpiredRequest => "expiresAt",
        RejectCode.DuplicateIdMismatch => "clientOrderId",
        RejectCode.LeverageRange => "leverage",
        _ => null,
    };

    private static Problem WithMargin(Problem problem, RejectCode code, long needed, long available) => code == RejectCode.InsufficientMargin
        ? problem with { Margin = (new Micros(needed), new Micros(available)), Message = Needs(needed, available) }
        : problem;

    /// <summary>Why what is not paid for is refused; none when it is paid.</summary>
    public static Problem? Of(in Charge charge, string message) => charge.IsPaid ? null : new(ApiCode.RateLimited, message) { RetryAfterMs = charge.RetryInMs };

    public static Problem Bad(string field, string expected) => new(ApiCode.BadValue, $"{field} is not as expected.") { Field = field, Expected = expected };

    /// <summary>The error object alone, as it also stands in frames and in answers of a batch.</summary>
    public void Write(JsonText json, ReadOnlySpan<byte> requestId)
    {
        json.BeginObject().Name("code"u8).String(Code.Name).Name("message"u8).String(Message);
        if (Field is not null) json.Name("field"u8).String(Field);
        if (Expected is not null) json.Name("expected"u8).String(Expected);
        if (!requestId.IsEmpty) json.Name("requestId"u8).Plain(requestId);
        if (Margin is { } margin)
        {
            json.Name("details"u8).BeginObject().Name("needed"u8).Decimal(margin.Needed.Value, Scale.Micros);
            json.Name("available"u8).Decimal(margin.Available.Value, Scale.Micros).EndObject();
        }
        else if (RetryAfterMs > 0)
        {
            json.Name("details"u8).BeginObject().Name("retryAfterMs"u8).Number(RetryAfterMs).EndObject();
        }
        json.EndObject();
    }

    private static string Needs(long needed, long available) => $"Needs {Text(needed)} USDC, available {Text(available)}.";

    private static string Text(long micros)
    {
        Span<byte> bytes = stackalloc byte[Scale.LengthMax];
        return System.Text.Encoding.ASCII.GetString(bytes[..Scale.Micros.Write(bytes, micros)]);
    }
}
