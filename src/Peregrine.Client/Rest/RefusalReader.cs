using System.Text.Json;
using Peregrine.Client.Json;

namespace Peregrine.Client.Rest;

/// <summary>Reads the one shape that errors have, over HTTP and in frames.</summary>
internal static class RefusalReader
{
    /// <summary>Of an answer with an error in it; of one without, when a stranger answered in the venue's place.</summary>
    public static Refusal Read(HttpReply reply)
    {
        Refusal? refusal = null;
        try
        {
            var reader = new Utf8JsonReader(reply.Body);
            JsonIn.Begin(ref reader, JsonTokenType.StartObject);
            while (JsonIn.NextField(ref reader))
            {
                if (reader.ValueTextEquals("error"u8)) refusal = Read(ref reader, reply.Status);
                else JsonIn.Skip(ref reader);
            }
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            refusal = null;
        }
        refusal ??= new Refusal(Codes.BadAnswer, $"The answer {reply.Status} says nothing this client understands.")
        {
            Status = reply.Status,
            Standing = reply.Status is >= 300 and < 500 ? Standing.Refused : Standing.InDoubt,
        };
        return refusal.RetryAfterMs == 0 && reply.RetryAfterMs > 0 ? refusal with { RetryAfterMs = reply.RetryAfterMs } : refusal;
    }

    public static Refusal Read(ref Utf8JsonReader reader, int status)
    {
        JsonIn.Begin(ref reader, JsonTokenType.StartObject);
        string code = "", message = "";
        string? field = null, expected = null, requestId = null;
        long retryAfterMs = 0;
        while (JsonIn.NextField(ref reader))
        {
            if (reader.ValueTextEquals("code"u8)) code = JsonIn.Text(ref reader);
            else if (reader.ValueTextEquals("message"u8)) message = JsonIn.Text(ref reader);
            else if (reader.ValueTextEquals("field"u8)) field = JsonIn.Text(ref reader);
            else if (reader.ValueTextEquals("expected"u8)) expected = JsonIn.Text(ref reader);
            else if (reader.ValueTextEquals("requestId"u8)) requestId = JsonIn.Text(ref reader);
            else if (reader.ValueTextEquals("details"u8)) retryAfterMs = Details(ref reader);
            else JsonIn.Skip(ref reader);
        }
        return new Refusal(code, message)
        {
            Status = status,
            Standing = Codes.StandingOf(code, status),
            Field = field,
            Expected = expected,
            RequestId = requestId,
            RetryAfterMs = retryAfterMs,
        };
    }

    private static long Details(ref Utf8JsonReader reader)
    {
        long retryAfterMs = 0;
        JsonIn.Begin(ref reader, JsonTokenType.StartObject);
        while (JsonIn.NextField(ref reader))
        {
            if (reader.ValueTextEquals("retryAfterMs"u8)) retryAfterMs = JsonIn.Number(ref reader);
            else JsonIn.Skip(ref reader);
        }
        return retryAfterMs;
    }
}
