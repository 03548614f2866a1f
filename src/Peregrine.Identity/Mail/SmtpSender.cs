using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace Peregrine.Identity.Mail;

/// <summary>Gives letters to a mail host (RFC 5321, STARTTLS by RFC 3207, AUTH PLAIN by RFC 4954), one conversation each.</summary>
/// <remarks>The host's certificate must be good for its name. Neither password nor letter is said on a line that is not encrypted, unless that was asked for.</remarks>
public sealed class SmtpSender(SmtpOptions options, TimeProvider time) : IMailSender
{
    private const int LetterTaken = 354, Done = 250, Ready = 220, Authenticated = 235;

    public async Task Send(Letter letter, CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(options.Patience);
        try
        {
            using var socket = new TcpClient();
            await socket.ConnectAsync(options.Host, options.Port, patience.Token);
            await Converse(socket.GetStream(), letter, patience.Token);
        }
        catch (OperationCanceledException e) when (!stop.IsCancellationRequested)
        {
            throw new MailException($"{options.Host} did not answer in time.", e);
        }
        catch (Exception e) when (e is SocketException or IOException or AuthenticationException)
        {
            throw new MailException($"{options.Host} could not be spoken to: {e.Message}", e);
        }
    }

    private async Task Converse(Stream plain, Letter letter, CancellationToken stop)
    {
        Stream stream = options.Security == SmtpSecurity.Tls ? await Encrypt(plain, stop) : plain;
        var line = new SmtpLine(stream, options.Host);
        await line.Expect(Ready, stop);
        string abilities = await line.Say($"EHLO {Name}", Done, stop);
        if (options.Security == SmtpSecurity.StartTls)
        {
            if (!abilities.Contains("STARTTLS", StringComparison.OrdinalIgnoreCase)) throw new MailException($"{options.Host} offers no STARTTLS, and nothing is said to it in the clear.");
            await line.Say("STARTTLS", Ready, stop);
            // What came in the clear behind the answer was put there by somebody else.
            if (line.HasMore) throw new MailException($"{options.Host} said more than its answer to STARTTLS.");
            line = new SmtpLine(await Encrypt(plain, stop), options.Host);
            await line.Say($"EHLO {Name}", Done, stop);
        }
        if (options.User is { } user) await line.Say("AUTH PLAIN " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0{user}\0{options.Password}")), Authenticated, stop);
        await line.Say($"MAIL FROM:<{options.From}>", Done, stop);
        await line.Say($"RCPT TO:<{letter.To}>", Done, stop);
        await line.Say("DATA", LetterTaken, stop);
        await line.Say(Spell(letter) + ".", Done, stop);
        await line.Part(stop);
    }

    private async Task<Stream> Encrypt(Stream plain, CancellationToken stop)
    {
        var secure = new SslStream(plain, leaveInnerStreamOpen: false, options.Trusts);
        await secure.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = options.Host }, stop);
        return secure;
    }

    private string Spell(Letter letter)
    {
        var text = new StringBuilder();
        string date = time.GetUtcNow().ToString("ddd, dd MMM yyyy HH:mm:ss +0000", CultureInfo.InvariantCulture);
        text.Append(CultureInfo.InvariantCulture, $"From: <{options.From}>\r\nTo: <{letter.To}>\r\nSubject: {letter.Subject}\r\nDate: {date}\r\n");
        text.Append(CultureInfo.InvariantCulture, $"Message-ID: <{Id128.Random()}@{Name}>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=us-ascii\r\nAuto-Submitted: auto-generated\r\n\r\n");
        foreach (string line in letter.Text.ReplaceLineEndings("\n").Split('\n'))
        {
            // A line that begins with a dot would end the letter.
            if (line.StartsWith('.')) text.Append('.');
            text.Append(line).Append("\r\n");
        }
        return text.ToString();
    }

    // Hosts want a name that looks like one; ours is that of the address we write from.
    private string Name => options.From[(options.From.IndexOf('@') + 1)..];
}
