using System.Diagnostics;

namespace Peregrine.Crash.Venues;

/// <summary>Stands between a process and the system: counts its calls, and lets one fail or kill, at a place that no timer would hit.</summary>
internal static class Strace
{
    /// <summary>Why it cannot be used here; null when it can.</summary>
    public static string? Missing { get; } = Try();

    /// <summary>The words before a program's own: follows all its threads and writes the calls to a file, each with the file it concerns.</summary>
    /// <remarks>Every call of every thread stops for it: its way of stopping fewer of them (<c>--seccomp-bpf</c>) loses the signals that are to be injected.</remarks>
    public static string[] Around(string calls, string log, string? inject = null) =>
        ["strace", "-f", "-qq", "-y", "-o", log, "-e", $"trace={calls}", .. inject is null ? Array.Empty<string>() : ["-e", $"inject={inject}"]];

    private static string? Try()
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo("strace", ["-f", "-o", "/dev/null", "true"]) { RedirectStandardError = true, UseShellExecute = false })!;
            string complaint = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? null : $"strace may not trace here: {complaint.Trim()}";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "strace is not installed; verify.cs installs it when run by root";
        }
    }
}
