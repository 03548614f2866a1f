using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Peregrine.EndToEnd.Fapi;

/// <summary>A venue that another program may end: who asks for <c>/kill</c> or <c>/stop</c> here is answered when it is back at the same address.</summary>
internal sealed class VenueKeeper : IDisposable
{
    private readonly string _folder;
    private readonly string[] _options;
    private readonly TcpListener _door = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _over = new();
    private VenueProcess _venue;

    private VenueKeeper(string folder, string[] options, VenueProcess venue)
    {
        (_folder, _options, _venue) = (folder, options, venue);
        Url = venue.Url;
        _door.Start();
        _ = Serve();
    }

    public Uri Url { get; }

    public string Address => $"http://{_door.LocalEndpoint}";

    public static async Task<VenueKeeper> Start(string folder, string[] options) => new(folder, options, await VenueProcess.Start(folder, options));

    public void Dispose()
    {
        _over.Cancel();
        _door.Dispose();
        _venue.Dispose();
        _over.Dispose();
    }

    private async Task Serve()
    {
        while (true)
        {
            using TcpClient asker = await _door.AcceptTcpClientAsync(_over.Token);
            using var reader = new StreamReader(asker.GetStream(), Encoding.ASCII);
            string asked = await reader.ReadLineAsync(_over.Token) ?? "";
            if (asked.Contains("/kill", StringComparison.Ordinal)) await _venue.Kill();
            else Assert.Equal(0, await _venue.Stop());
            _venue.Dispose();
            _venue = await VenueProcess.Start(_folder, [.. _options, "--listen.port", Url.Port.ToString(CultureInfo.InvariantCulture)]);
            await asker.GetStream().WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray(), _over.Token);
        }
    }
}
