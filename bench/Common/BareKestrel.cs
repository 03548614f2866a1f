using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Peregrine.Bench;

/// <summary>Kestrel on some port of this machine with nothing in front of it and no log: what a venue is measured beside.</summary>
internal static class BareKestrel
{
    public static WebApplication Build()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static k => k.Listen(IPAddress.Loopback, 0));
        return builder.Build();
    }
}
