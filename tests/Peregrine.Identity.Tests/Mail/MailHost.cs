using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Peregrine.Identity.Tests.Mail;

/// <summary>A mail host on this machine that speaks as RFC 5321 has it, for one conversation after another.</summary>
internal sealed class MailHost : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly X509Certificate2 _certificate = Certificate();
    private readonly Task _serving;

    public MailHost()
    {
        _listener.Start();
        _serving = Serve();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Everything that clients have said, and whether it was encrypted.</summary>
    public ConcurrentQueue<(string Line, bool IsEncrypted)> Heard { get; } = [];

    public bool OffersTls { get; init; } = true;

    /// <summary>Said in the clear right behind the answer to STARTTLS, as somebody in the middle would.</summary>
    public string Injected { get; init; } = "";

    /// <summary>Answers these commands in its own way.</summary>
    public Dictionary<string, string> Instead { get; } = [];

    public RemoteCertificateValidationCallback Trusts => (_, given, _, _) => given!.GetCertHashString() == _certificate.GetCertHashString();

    public void Dispose()
    {
        _listener.Stop();
        _serving.Wait();
        _certificate.Dispose();
    }

    private async Task Serve()
    {
        while (true)
        {
            try
            {
                using TcpClient client = await _listener.AcceptTcpClientAsync();
                await Converse(client.GetStream());
            }
            catch (Exception e) when (e is IOException or System.Security.Authentication.AuthenticationException)
            {
                // The client has hung up, as it does when something is wrong.
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }
        }
    }

    private async Task Converse(Stream plain)
    {
        Stream stream = plain;
        await Say(stream, "220 mail.test ready");
        while (await Hear(stream) is { } line)
        {
            Heard.Enqueue((line, stream is SslStream));
            string command = line.Split(' ', ':')[0];
            if (Instead.TryGetValue(command, out string? other)) await Say(stream, other);
            else if (command == "EHLO") await Say(stream, OffersTls && stream == plain ? "250-mail.test\r\n250-STARTTLS\r\n250 SIZE 1000000" : "250-mail.test\r\n250 AUTH PLAIN");
            else if (command == "STARTTLS")
            {
                await Say(stream, "220 go on" + Injected);
                var secure = new SslStream(plain);
                await secure.AuthenticateAsServerAsync(_certificate);
                stream = secure;
            }
            else if (command == "AUTH") await Say(stream, "235 welcome");
            else if (command == "DATA") await TakeLetter(stream);
            else if (command == "QUIT") return;
            else await Say(stream, "250 ok");
        }
    }

    private async Task TakeLetter(Stream stream)
    {
        await Say(stream, "354 go on");
        while (await Hear(stream) is { } line && line != ".") Heard.Enqueue((line, stream is SslStream));
        await Say(stream, "250 taken");
    }

    private static async Task Say(Stream stream, string text) => await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(text + "\r\n"));

    private static async Task<string?> Hear(Stream stream)
    {
        List<byte> line = [];
        byte[] one = new byte[1];
        while (await stream.ReadAsync(one) == 1)
        {
            if (one[0] == '\n') return System.Text.Encoding.ASCII.GetString([.. line]).TrimEnd('\r');
            line.Add(one[0]);
        }
        return null;
    }

    private static X509Certificate2 Certificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using X509Certificate2 made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }
}
