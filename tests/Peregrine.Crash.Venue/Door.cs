using System.Net.Sockets;
using Peregrine.Sequencer;

namespace Peregrine.Crash.Venue;

/// <summary>Lets connections in, at a socket in the file system.</summary>
internal sealed class Door : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly VenueHost _venue;

    public Door(string path, VenueHost venue)
    {
        _venue = venue;
        // What a killed predecessor left there answers nobody and is in the way.
        File.Delete(path);
        _listener.Bind(new UnixDomainSocketEndPoint(path));
        _listener.Listen();
        _ = Admit();
    }

    public void Dispose() => _listener.Dispose();

    private async Task Admit()
    {
        try
        {
            while (true) _ = new Conversation(new NetworkStream(await _listener.AcceptAsync(), ownsSocket: true), _venue).Hold();
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Closed: the venue ends.
        }
    }
}
