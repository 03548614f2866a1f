using Peregrine.Identity.Mail;

namespace Peregrine.Server.Run;

/// <summary>Carries the venue's letters while it is open, and says when nobody takes them.</summary>
internal sealed class MailCarrier : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    public MailCarrier(MailDesk mail, TextWriter output)
    {
        mail.OnTrouble = trouble => output.WriteLine($"mail: {trouble} It is tried again.");
        _running = Task.Run(() => mail.Run(_stop.Token));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        try
        {
            await _running;
        }
        catch (OperationCanceledException)
        {
            // Asked to stop; what is left is carried after the next start.
        }
        _stop.Dispose();
    }
}
