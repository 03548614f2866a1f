using System.Text.Json;
using Peregrine.Client.Json;

namespace Peregrine.Client.Rest;

/// <summary>How a person's second factor stands.</summary>
/// <param name="IsOn">Sign-ins ask for it.</param>
/// <param name="RecoveryCodesLeft">That were not used.</param>
/// <param name="WalletSigns">A linked wallet signs in place of a code.</param>
/// <param name="ResetAt">When the venue takes off what it was told is lost, unless its owner stops it.</param>
public sealed record SecondFactorInfo(bool IsOn, int RecoveryCodesLeft, bool WalletSigns, DateTimeOffset? ResetAt)
{
    /// <summary>When an app that was set up is turned on, unless its owner stops it.</summary>
    public DateTimeOffset? WaitsUntil { get; init; }

    /// <summary>What <see cref="ResetAt"/> takes off are the ways in, and a letter opens another.</summary>
    public bool IsWayBack { get; init; }

    internal static SecondFactorInfo Read(ref Utf8JsonReader reader, object? context)
    {
        var info = new SecondFactorInfo(IsOn: false, RecoveryCodesLeft: 0, WalletSigns: false, ResetAt: null);
        while (JsonIn.NextField(ref reader))
        {
            if (reader.ValueTextEquals("on"u8)) info = info with { IsOn = JsonIn.Flag(ref reader) };
            else if (reader.ValueTextEquals("recoveryCodesLeft"u8)) info = info with { RecoveryCodesLeft = (int)JsonIn.Number(ref reader) };
            else if (reader.ValueTextEquals("wallet"u8)) info = info with { WalletSigns = JsonIn.Flag(ref reader) };
            else if (reader.ValueTextEquals("resetAt"u8)) info = info with { ResetAt = DateTimeOffset.FromUnixTimeMilliseconds(JsonIn.Number(ref reader)) };
            else if (reader.ValueTextEquals("waitsUntil"u8)) info = info with { WaitsUntil = DateTimeOffset.FromUnixTimeMilliseconds(JsonIn.Number(ref reader)) };
            else if (reader.ValueTextEquals("resetOf"u8)) info = info with { IsWayBack = JsonIn.Text(ref reader) == "waysIn" };
            else JsonIn.Skip(ref reader);
        }
        return info;
    }
}

/// <summary>What an authenticator app is given.</summary>
/// <param name="Secret">In base32, for typing.</param>
/// <param name="Uri">For a QR code.</param>
public sealed record FactorSecret(string Secret, string Uri)
{
    internal static FactorSecret Read(ref Utf8JsonReader reader, object? context)
    {
        var secret = new FactorSecret("", "");
        while (JsonIn.NextField(ref reader))
        {
            if (reader.ValueTextEquals("secret"u8)) secret = secret with { Secret = JsonIn.Text(ref reader) };
            else if (reader.ValueTextEquals("uri"u8)) secret = secret with { Uri = JsonIn.Text(ref reader) };
            else JsonIn.Skip(ref reader);
        }
        return secret;
    }
}
