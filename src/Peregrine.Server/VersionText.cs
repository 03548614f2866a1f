using System.Reflection;

namespace Peregrine.Server;

/// <summary>The number under which this program was built.</summary>
internal static class VersionText
{
    public static string Number { get; } =
        typeof(VersionText).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
