using System.Globalization;
using System.Security.Cryptography;
using Peregrine.Core;

namespace Peregrine.Identity.Secrets;

/// <summary>The file with the master keys: a line "number base64" each, the last one seals, all of them open. Only its owner may read it.</summary>
/// <remarks>Lines that begin with # are for people. A new key is a new line; the venue reads the file when it starts.</remarks>
internal static class KeyFile
{
    public const int KeyBytes = 32;

    private const UnixFileMode OwnerAlone = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <exception cref="StorageException">The file is missing, open to others, or not a key file.</exception>
    public static SortedDictionary<byte, byte[]> Read(string path)
    {
        try
        {
            RefuseOpenDoors(path);
            var keys = new SortedDictionary<byte, byte[]>();
            foreach (string line in File.ReadLines(path).Select(l => l.Trim()).Where(l => l.Length > 0 && l[0] != '#'))
            {
                string[] parts = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                byte[] key = new byte[KeyBytes];
                bool good = parts.Length == 2 && byte.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out byte number) && number != 0
                    && Convert.TryFromBase64String(parts[1], key, out int written) && written == KeyBytes && keys.TryAdd(number, key);
                if (!good) throw new StorageException($"{path} is not a key file: each line is a number from 1 to 255, a space, and {KeyBytes} bytes in base64.");
            }
            if (keys.Count == 0) throw new StorageException($"{path} holds no key.");
            return keys;
        }
        catch (FileNotFoundException e)
        {
            throw new StorageException($"{path} is missing. Without it nobody's API key works: restore it from where you keep it.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"reading {path} failed: {e.Message}", e);
        }
    }

    /// <summary>Makes a first key. The file is there whole or not at all, and on stable storage before anything is sealed by it.</summary>
    public static void Create(string path)
    {
        string draft = path + ".new";
        byte[] key = RandomNumberGenerator.GetBytes(KeyBytes);
        try
        {
            FileStreamOptions options = new() { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerAlone;
            using (var file = new FileStream(draft, options))
            using (var text = new StreamWriter(file))
            {
                text.Write("# Master key of this venue's secrets. Keep a copy elsewhere, and never beside a copy of the database.\n");
                text.Write($"1 {Convert.ToBase64String(key)}\n");
                text.Flush();
                file.Flush(flushToDisk: true);
            }
            File.Move(draft, path);
            Folder.Sync(Path.GetDirectoryName(path)!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"making {path} failed: {e.Message}", e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    private static void RefuseOpenDoors(string path)
    {
        if (OperatingSystem.IsWindows()) return;
        UnixFileMode mode = File.GetUnixFileMode(path);
        if ((mode & Others) != 0)
            throw new StorageException($"{path} may be read by others than its owner. Close it with: chmod 600 {path}");
    }
}
