namespace Peregrine.Providers;

/// <summary>The servers as a program of their own, for tests that are not written in .NET: says where they are and what a client needs, and ends when its input does.</summary>
internal static class Program
{
    private static async Task Main()
    {
        await using LookAlikes servers = await LookAlikes.Start(TimeProvider.System);
        await Console.Out.WriteLineAsync($"{servers.Url.GetLeftPart(UriPartial.Authority)} {servers.Google.Issuer} {LookAlikes.ClientId} {LookAlikes.ClientSecret}");
        while (await Console.In.ReadLineAsync() is not null)
        {
            // Whatever is said: only the end counts.
        }
    }
}
