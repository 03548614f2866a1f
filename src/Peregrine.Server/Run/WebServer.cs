using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Peregrine.Server.Settings;

namespace Peregrine.Server.Run;

/// <summary>Kestrel with nothing around it but sockets: every request is the gateway's.</summary>
internal sealed class WebServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private WebServer(WebApplication app) => _app = app;

    public string Url => _app.Urls.First();

    /// <exception cref="SettingsException">The address cannot be listened on.</exception>
    public static async Task<WebServer> Start(ServerSettings settings, RequestDelegate handle)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        // What is read is understood, and what is said is sent, by the thread that has it: decision 046.
        builder.WebHost.UseKestrelCore().UseSockets(static sockets => sockets.UnsafePreferInlineScheduling = true).ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = settings.Connections;
            kestrel.Limits.MaxConcurrentUpgradedConnections = settings.Sockets;
            kestrel.Limits.MaxRequestBodySize = Gateway.Gateway.BodyMax;
            kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
            kestrel.Listen(settings.Address, settings.Port, static listen => listen.Protocols = HttpProtocols.Http1);
        });
        WebApplication app = builder.Build();
        app.Use(static next => http =>
        {
            if (OneFraming.Refuses(http)) return Task.CompletedTask;
            Gateway.Gateway.Cork(http);
            return next(http);
        });
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = TimeSpan.FromSeconds(15), KeepAliveTimeout = TimeSpan.FromSeconds(45) });
        app.Run(handle);
        try
        {
            await app.StartAsync();
            return new WebServer(app);
        }
        catch (IOException e)
        {
            await app.DisposeAsync();
            throw new SettingsException(e.InnerException is AddressInUseException
                ? $"Port {settings.Port} on {settings.Address} is in use by another program. Choose another with --{Options.Port.Name}."
                : $"{settings.Address}:{settings.Port} cannot be listened on: {e.Message}", e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
