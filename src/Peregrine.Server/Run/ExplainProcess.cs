using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Peregrine.Explain;
using Peregrine.Gateway;

namespace Peregrine.Server.Run;

/// <summary>Explains in a process of its own, because an explanation needs a second engine: its memory goes back when it ends, and its limits hold for it alone.</summary>
/// <param name="folder">The data folder.</param>
/// <param name="limits">What one explanation is given.</param>
internal sealed class ExplainProcess(string folder, ExplainLimits limits)
{
    private const int OutputMax = 16 << 20;
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);
    private const string TooMuch = "This explanation takes more than the venue gives one; 'peregrine explain' on a copy of the journal has no limit.";

    public async Task<ExplainReply> Tell(long seq, int index, CancellationToken stop)
    {
        using Process process = Start(seq, index);
        using var until = CancellationTokenSource.CreateLinkedTokenSource(stop);
        until.CancelAfter(limits.Time + Grace);
        try
        {
            Task<string> errors = ReadAll(process.StandardError, until.Token);
            string output = await ReadAll(process.StandardOutput, until.Token);
            string why = await errors;
            await process.WaitForExitAsync(until.Token);
            return process.ExitCode switch
            {
                RunCommand.Done => new ExplainReply(ExplainOutcome.Told, JsonSerializer.Deserialize<List<Explanation>>(output)!, ""),
                RunCommand.Trouble => new ExplainReply(ExplainOutcome.NotThere, [], why.Trim()),
                _ => new ExplainReply(ExplainOutcome.TooMuch, [], TooMuch),
            };
        }
        catch (Exception e) when ((e is OperationCanceledException && !stop.IsCancellationRequested) || e is InvalidDataException)
        {
            return new ExplainReply(ExplainOutcome.TooMuch, [], TooMuch);
        }
        finally
        {
            if (!process.HasExited) process.Kill();
        }
    }

    private Process Start(long seq, int index)
    {
        string program = Environment.ProcessPath!;
        bool isHost = Path.GetFileNameWithoutExtension(program) == "dotnet";
        string[] arguments =
        [
            "explain", "--data", folder, "--json", Text((long)limits.Time.TotalSeconds), Text(limits.MemoryBytes >> 20), Text(seq), Text(index),
        ];
        var start = new ProcessStartInfo(program, isHost ? [Path.Combine(AppContext.BaseDirectory, "peregrine.dll"), .. arguments] : arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        // Options, among them secrets, are the venue's and not its child's.
        foreach (string name in start.Environment.Keys.Where(static name => name.StartsWith("PEREGRINE_", StringComparison.Ordinal)).ToArray()) start.Environment.Remove(name);
        Process process = Process.Start(start)!;
        GiveWay(process);
        return process;
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    // Orders come first when both want a processor.
    private static void GiveWay(Process process)
    {
        try
        {
            process.PriorityClass = ProcessPriorityClass.BelowNormal;
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException)
        {
            // It has ended already.
        }
    }

    private static async Task<string> ReadAll(StreamReader reader, CancellationToken stop)
    {
        var text = new System.Text.StringBuilder();
        char[] piece = new char[16 * 1024];
        for (int count; (count = await reader.ReadAsync(piece, stop)) > 0;)
        {
            if (text.Length + count > OutputMax) throw new InvalidDataException("more was said than anybody wants to know.");
            text.Append(piece, 0, count);
        }
        return text.ToString();
    }
}
