using System.Net;
using System.Text.Json;
using Peregrine.Core;

namespace Peregrine.Identity.Keys;

/// <summary>How terms are stored: as JSON with names, so that a later program knows what an earlier one meant.</summary>
internal static class TermsText
{
    public static string Write(KeyTerms terms)
    {
        Limits limits = terms.Limits;
        return JsonSerializer.Serialize(new Stored
        {
            Label = terms.Label.Trim(),
            Scopes = (byte)terms.Scopes,
            Networks = [.. terms.Networks.Select(static n => n.ToString())],
            ExpiresAtMs = terms.ExpiresAtMs,
            OrderNotionalMax = limits.OrderNotionalMax.Value,
            PositionNotionalMax = limits.PositionNotionalMax.Value,
            TotalNotionalMax = limits.TotalNotionalMax.Value,
            DayLossMax = limits.DayLossMax.Value,
            DrawdownMax = limits.DrawdownMax.Value,
            OrdersPerSecondMax = limits.OrdersPerSecondMax,
            LeverageMax = limits.LeverageMax,
            OnBreach = (byte)limits.OnBreach,
            Markets = ((ReadOnlySpan<ushort>)limits.Markets).ToArray(),
        });
    }

    public static KeyTerms Read(string text)
    {
        Stored stored = JsonSerializer.Deserialize<Stored>(text)!;
        Limits limits = new()
        {
            OrderNotionalMax = new(stored.OrderNotionalMax),
            PositionNotionalMax = new(stored.PositionNotionalMax),
            TotalNotionalMax = new(stored.TotalNotionalMax),
            DayLossMax = new(stored.DayLossMax),
            DrawdownMax = new(stored.DrawdownMax),
            OrdersPerSecondMax = stored.OrdersPerSecondMax,
            LeverageMax = stored.LeverageMax,
            OnBreach = (BreachAction)stored.OnBreach,
        };
        stored.Markets.CopyTo((Span<ushort>)limits.Markets);
        return new KeyTerms
        {
            Label = stored.Label,
            Scopes = (Scopes)stored.Scopes,
            Networks = [.. stored.Networks.Select(static n => IPNetwork.Parse(n))],
            ExpiresAtMs = stored.ExpiresAtMs,
            Limits = limits,
        };
    }

    private sealed record Stored
    {
        public required string Label { get; init; }
        public required byte Scopes { get; init; }
        public required string[] Networks { get; init; }
        public required long? ExpiresAtMs { get; init; }
        public required long OrderNotionalMax { get; init; }
        public required long PositionNotionalMax { get; init; }
        public required long TotalNotionalMax { get; init; }
        public required long DayLossMax { get; init; }
        public required long DrawdownMax { get; init; }
        public required int OrdersPerSecondMax { get; init; }
        public required ushort LeverageMax { get; init; }
        public required byte OnBreach { get; init; }
        public required ushort[] Markets { get; init; }
    }
}
