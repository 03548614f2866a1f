using System.Globalization;
using Peregrine.Core;

namespace Peregrine.Crash.Clients;

/// <summary>The client's own memory, on his own disk: what he wanted, before he sent it, and what he was told. docs/recovery.md describes the lines.</summary>
internal sealed class ClientFile(string path) : IDisposable
{
    private readonly StreamWriter _file = new(path, append: true) { NewLine = "\n" };
    private readonly Lock _writing = new();

    public void Wants(Intent intent) =>
        Write($"intent {intent.Number} {intent.Kind} {(intent.IsOnce ? "once" : "plain")} {intent.Commands.Length} {intent.Hash:x16}");

    public void Repeats(Intent intent) => Write($"again {intent.Number}");

    /// <summary>Told by the venue, whatever it was.</summary>
    public void Hears(long number, CommandReceipt receipt)
    {
        if (receipt.Seq > 0)
            Write($"ack {number} {receipt.Seq} {receipt.Code} {receipt.Done.Duplicate} {receipt.Done.State} {receipt.Done.Detail1} {receipt.Done.Detail2}");
        else
            Write($"{(receipt.Code == RejectCode.InDoubt ? "doubt" : "refused")} {number} {receipt.Code}");
    }

    /// <summary>For people: nothing is concluded from it.</summary>
    public void Notes(string what) => Write($"# {what}");

    public void Dispose() => _file.Dispose();

    private void Write(FormattableString line)
    {
        string text = line.ToString(CultureInfo.InvariantCulture);
        lock (_writing)
        {
            _file.WriteLine(text);
            _file.Flush();
        }
    }
}
