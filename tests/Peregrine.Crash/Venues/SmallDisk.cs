using System.Diagnostics;
using System.Globalization;

namespace Peregrine.Crash.Venues;

/// <summary>A file system in memory with an end that is soon reached; unmounted and removed when disposed.</summary>
internal sealed class SmallDisk : IDisposable
{
    private SmallDisk(string folder) => Folder = folder;

    /// <summary>Why none can be had here; null when one can.</summary>
    public static string? Missing { get; } = Try();

    public string Folder { get; }

    public static SmallDisk Of(long bytes)
    {
        string folder = Directory.CreateTempSubdirectory("peregrine-disk-").FullName;
        if (Mount(folder, Size(bytes)) is not { } complaint) return new SmallDisk(folder);
        Directory.Delete(folder);
        throw new IOException(complaint);
    }

    /// <summary>Somebody made room.</summary>
    public void Grow(long bytes)
    {
        if (Mount(Folder, $"remount,{Size(bytes)}") is { } complaint) throw new IOException(complaint);
    }

    public void Dispose()
    {
        // Also when somebody still has a file open there: a failed test leaves nothing mounted.
        if (Run("umount", "-l", Folder) is { } complaint) throw new IOException(complaint);
        Directory.Delete(Folder);
    }

    private static string Size(long bytes) => string.Create(CultureInfo.InvariantCulture, $"size={bytes}");

    private static string? Mount(string folder, string options) => Run("mount", "-t", "tmpfs", "-o", options, "peregrine-disk", folder);

    private static string? Try()
    {
        if (Environment.UserName != "root") return "a file system in memory is mounted by root alone";
        try
        {
            using SmallDisk disk = Of(1 << 20);
            return null;
        }
        catch (IOException e)
        {
            return $"a file system in memory cannot be mounted here: {e.Message}";
        }
    }

    private static string? Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, UseShellExecute = false })!;
        string complaint = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? null : $"{program}: {complaint.Trim()}";
    }
}
