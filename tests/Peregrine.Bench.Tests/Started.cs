namespace Peregrine.Bench.Tests;

internal static class Started
{
    /// <summary>The exit code of the program that the type belongs to, started as the command line starts it but in this process.</summary>
    public static int With<TInProgram>(params string[] args) => (int)typeof(TInProgram).Assembly.EntryPoint!.Invoke(null, [args])!;
}
