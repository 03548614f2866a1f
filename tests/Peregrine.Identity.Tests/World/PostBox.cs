using Peregrine.Identity.Mail;

namespace Peregrine.Identity.Tests.World;

/// <summary>Takes letters while it is open, and gives out the tickets in them.</summary>
internal sealed class PostBox : IMailSender
{
    public List<Letter> Letters { get; } = [];

    public bool IsClosed { get; set; }

    public Task Send(Letter letter, CancellationToken stop)
    {
        if (IsClosed) throw new MailException("The box is closed.");
        Letters.Add(letter);
        return Task.CompletedTask;
    }

    /// <summary>The ticket in the last letter, after all that wait have been carried.</summary>
    public async Task<string> Ticket(Home home)
    {
        await home.Registry.Mail.Deliver(CancellationToken.None);
        return Letters[^1].Text.Split("#ticket=")[1].Split('\n')[0].Trim();
    }
}
