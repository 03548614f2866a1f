using System.Runtime.CompilerServices;
using Xunit;

namespace Peregrine.Core.Tests;

public sealed class LayoutTests
{
    private static readonly Layout[] Commands = Of(typeof(ICommandBody));
    private static readonly Layout[] Events = Of(typeof(IEventBody));
    private static readonly Layout[] Headers = [new(typeof(CommandHeader)), new(typeof(EventHeader))];

    [Fact]
    public void Every_layout_is_what_was_committed()
    {
        string[] actual =
        [
            .. Headers.SelectMany(l => l.Lines("header")),
            .. Commands.SelectMany(l => l.Lines("command")),
            .. Events.SelectMany(l => l.Lines("event")),
        ];
        string path = Path.Combine(Path.GetDirectoryName(Here())!, "..", "golden", "layouts.txt");
        if (Environment.GetEnvironmentVariable("PEREGRINE_BLESS") is not null) File.WriteAllLines(path, actual);
        string[] committed = File.ReadAllLines(path);
        string[] differences = [.. committed.Except(actual, StringComparer.Ordinal).Select(l => "- " + l), .. actual.Except(committed, StringComparer.Ordinal).Select(l => "+ " + l)];
        Assert.True(differences.Length == 0, "layouts changed; old journals and snapshots hold the old ones:\n" + string.Join('\n', differences));
        Assert.Equal(committed, actual);
    }

    [Fact]
    public void No_byte_belongs_to_nobody()
    {
        foreach (Layout layout in Headers.Concat(Commands).Concat(Events)) Assert.True(layout.Holes.Count == 0, $"{layout.Type.Name} has holes at {string.Join(", ", layout.Holes)}");
    }

    [Fact]
    public void Bodies_are_words_and_commands_fit_a_slot()
    {
        Assert.Equal(CommandHeader.Size, Headers[0].Size);
        Assert.Equal(EventHeader.Size, Headers[1].Size);
        Assert.Equal(Command.Size, Unsafe.SizeOf<Command>());
        Assert.All(Events, l => Assert.True(l.Size % 8 == 0 && l.Size + EventHeader.Size <= ushort.MaxValue, l.Type.Name));
        Assert.All(Commands, l => Assert.True(l.Size % 4 == 0 && l.Size <= Command.BodyMax, l.Type.Name));
    }

    [Fact]
    public void Every_kind_has_one_layout()
    {
        Assert.Equal(Enum.GetValues<CommandKind>().Order(), Commands.Select(KindOf).Cast<CommandKind>().Order());
        EventKind[] told = [.. Events.Select(KindOf).Cast<EventKind>()];
        Assert.Equal(told.Length, told.Distinct().Count());
        Assert.All(told, kind => Assert.True(Enum.IsDefined(kind)));
    }

    private static object KindOf(Layout layout) => layout.Type.GetProperty("Kind")!.GetValue(null)!;

    private static Layout[] Of(Type body) =>
        [.. body.Assembly.GetTypes().Where(t => t.IsValueType && body.IsAssignableFrom(t)).OrderBy(t => Convert.ToInt32(t.GetProperty("Kind")!.GetValue(null), null)).Select(t => new Layout(t))];

    private static string Here([CallerFilePath] string path = "") => path;
}
