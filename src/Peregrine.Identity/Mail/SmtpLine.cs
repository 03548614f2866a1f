using System.Globalization;
using System.Text;

namespace Peregrine.Identity.Mail;

/// <summary>One conversation with a mail host: a line from us, one or more with a number from it.</summary>
internal sealed class SmtpLine(Stream stream, string host)
{
    private const int AnswerMax = 16 * 1024;

    private readonly byte[] _buffer = new byte[AnswerMax];
    private int _length;

    /// <summary>The host has said something that nobody has read.</summary>
    public bool HasMore => _length > 0;

    /// <summary>Says a line, and gives what was answered when its number is the expected one.</summary>
    public async Task<string> Say(string line, int expected, CancellationToken stop)
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes(line + "\r\n"), stop);
        return await Expect(expected, stop);
    }

    public async Task<string> Expect(int expected, CancellationToken stop)
    {
        var answer = new StringBuilder();
        while (true)
        {
            string line = await ReadLine(stop);
            answer.Append(line).Append('\n');
            if (answer.Length > AnswerMax || line.Length < 3) throw new MailException($"{host} says what is no answer of a mail host.");
            // "250-" goes on, "250 " was the last.
            if (line.Length > 3 && line[3] == '-') continue;
            if (int.TryParse(line.AsSpan(0, 3), NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number == expected) return answer.ToString();
            throw new MailException($"{host} says {line[..3]} where {expected} was hoped for.");
        }
    }

    /// <summary>Leaves politely; the letter is theirs by now, so nothing that goes wrong here matters.</summary>
    public async Task Part(CancellationToken stop)
    {
        try
        {
            await stream.WriteAsync("QUIT\r\n"u8.ToArray(), stop);
            await stream.DisposeAsync();
        }
        catch (IOException)
        {
            // It has hung up before us.
        }
    }

    private async Task<string> ReadLine(CancellationToken stop)
    {
        int end;
        while ((end = _buffer.AsSpan(0, _length).IndexOf((byte)'\n')) < 0)
        {
            if (_length == _buffer.Length) throw new MailException($"{host} says a line without an end.");
            int read = await stream.ReadAsync(_buffer.AsMemory(_length), stop);
            if (read == 0) throw new MailException($"{host} hung up.");
            _length += read;
        }
        string line = Encoding.Latin1.GetString(_buffer, 0, end).TrimEnd('\r');
        _length -= end + 1;
        _buffer.AsSpan(end + 1, _length).CopyTo(_buffer);
        return line;
    }
}
