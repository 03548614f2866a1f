using Peregrine.Core;

namespace Peregrine.Gateway.Fapi.Http;

/// <summary>One line of the dialect's table: served over HTTP, printed by <c>peregrine admin routes</c>, and by <see cref="Method"/> and path called from the WebSocket API.</summary>
/// <param name="Method">In capitals.</param>
/// <param name="Path">Whole; the dialect has no parameters in paths.</param>
/// <param name="Weight">What it costs its address.</param>
/// <param name="Security">What the sender shows.</param>
/// <param name="Needs">What the key must be allowed, any one of these.</param>
/// <param name="Summary">One sentence.</param>
/// <param name="Handle">Answers into the call.</param>
internal sealed record FapiRoute(string Method, string Path, int Weight, FapiSecurity Security, AllowedActions Needs, string Summary, Func<FapiCall, ValueTask> Handle)
{
    /// <summary>What it costs when that depends on what is asked.</summary>
    public Func<FapiParams, int>? WeighBy { get; init; }

    /// <summary>It can only make risk smaller: refused last.</summary>
    public bool IsExit { get; init; }

    /// <summary>Counts as this many new orders of its account.</summary>
    public int Orders { get; init; }

    public int WeightOf(FapiParams parameters) => WeighBy?.Invoke(parameters) ?? Weight;

    /// <summary>For logs: every request says it.</summary>
    public string Name { get; } = $"{Method} {Path}";

    public override string ToString() => Name;
}
