using Microsoft.AspNetCore.Http.Features;

namespace Peregrine.Gateway.Streams;

/// <summary>Puts a cork on the wire of a request that becomes a socket.</summary>
internal sealed class CorkedUpgrade(IHttpUpgradeFeature inner) : IHttpUpgradeFeature
{
    /// <summary>The wire, once the request has become a socket.</summary>
    public CorkedStream? Wire { get; private set; }

    public bool IsUpgradableRequest => inner.IsUpgradableRequest;

    public async Task<Stream> UpgradeAsync() => Wire = new CorkedStream(await inner.UpgradeAsync());
}
