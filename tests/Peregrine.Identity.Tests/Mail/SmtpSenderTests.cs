using System.Text;
using Peregrine.Identity.Mail;

namespace Peregrine.Identity.Tests.Mail;

public class SmtpSenderTests
{
    private static readonly Letter Letter = new("ada@example.org", "Hello", "First line\n.hidden\n\nLast line");

    [Fact]
    public async Task A_letter_goes_out_behind_starttls_and_nothing_of_it_before()
    {
        using var host = new MailHost();
        await Send(host);
        Assert.Equal(["EHLO venue.example", "STARTTLS"], host.Heard.Where(static h => !h.IsEncrypted).Select(static h => h.Line));
        string[] said = [.. host.Heard.Where(static h => h.IsEncrypted).Select(static h => h.Line)];
        Assert.Contains("AUTH PLAIN " + Convert.ToBase64String(Encoding.UTF8.GetBytes("\0us\0secret")), said);
        Assert.Contains("MAIL FROM:<no-reply@venue.example>", said);
        Assert.Contains("RCPT TO:<ada@example.org>", said);
        Assert.Contains("Subject: Hello", said);
        // The dot is doubled on the way, and the letter does not end there.
        Assert.Equal(["First line", "..hidden", "", "Last line"], said.SkipWhile(static l => l != "First line").Take(4));
    }

    [Fact]
    public async Task A_host_without_tls_hears_neither_password_nor_letter()
    {
        using var host = new MailHost { OffersTls = false };
        await Assert.ThrowsAsync<MailException>(() => Send(host));
        Assert.Equal("EHLO venue.example", Assert.Single(host.Heard).Line);
    }

    [Fact]
    public async Task A_host_whose_certificate_is_not_trusted_hears_nothing_more()
    {
        using var host = new MailHost();
        MailException e = await Assert.ThrowsAsync<MailException>(() => Send(host, Options(host) with { Trusts = null }));
        Assert.DoesNotContain("secret", e.ToString());
        Assert.Equal(["EHLO venue.example", "STARTTLS"], host.Heard.Select(static h => h.Line));
    }

    [Fact]
    public async Task What_was_put_behind_the_answer_to_starttls_ends_the_conversation()
    {
        using var host = new MailHost { Injected = "\r\n250 injected" };
        await Assert.ThrowsAsync<MailException>(() => Send(host));
        Assert.DoesNotContain(host.Heard, static h => h.Line.StartsWith("AUTH", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("MAIL", "451 try later")]
    [InlineData("RCPT", "550 nobody here")]
    [InlineData("AUTH", "535 wrong")]
    [InlineData("DATA", "554 no")]
    [InlineData("RCPT", "what?")]
    [InlineData("RCPT", "2")]
    public async Task A_no_is_an_exception_that_names_the_host_and_nothing_secret(string command, string answer)
    {
        using var host = new MailHost();
        host.Instead[command] = answer;
        MailException e = await Assert.ThrowsAsync<MailException>(() => Send(host));
        Assert.Contains("localhost", e.Message);
        Assert.DoesNotContain("ada@", e.Message);
    }

    [Fact]
    public async Task A_host_that_is_not_there_is_an_exception()
    {
        SmtpOptions gone;
        using (var host = new MailHost()) gone = Options(host);
        await Assert.ThrowsAsync<MailException>(() => new SmtpSender(gone, TimeProvider.System).Send(Letter, CancellationToken.None));
    }

    [Fact]
    public async Task A_plain_line_is_spoken_where_that_was_asked_for()
    {
        using var host = new MailHost { OffersTls = false };
        await Send(host, Options(host) with { Security = SmtpSecurity.None, User = null });
        Assert.Contains(host.Heard, static h => h.Line == "Last line");
        Assert.DoesNotContain(host.Heard, static h => h.Line.StartsWith("AUTH", StringComparison.Ordinal));
    }

    private static Task Send(MailHost host, SmtpOptions? options = null) => new SmtpSender(options ?? Options(host), TimeProvider.System).Send(Letter, CancellationToken.None);

    private static SmtpOptions Options(MailHost host) => new() { Host = "localhost", Port = host.Port, From = "no-reply@venue.example", User = "us", Password = "secret", Trusts = host.Trusts };
}
