namespace Peregrine.Client.Rest;

/// <summary>Carries requests to a venue. It never sends one twice.</summary>
public interface IHttpLine : IDisposable
{
    /// <exception cref="LineException">No answer came.</exception>
    ValueTask Send(HttpAsk ask, HttpReply reply, CancellationToken stop);
}
