namespace Peregrine.Identity;

internal static class UnixTime
{
    /// <summary>Unix time in milliseconds, the only time that is stored here.</summary>
    public static long NowMs(this TimeProvider time) => time.GetUtcNow().ToUnixTimeMilliseconds();
}
