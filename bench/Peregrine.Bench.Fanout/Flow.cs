using System.Globalization;
using System.Text;

namespace Peregrine.Bench.Fanout;

/// <summary>A book that moves all the time, told to many every 20 ms: how late, and whether sockets that read nothing make it later for the others.</summary>
internal static class Flow
{
    private const int Turns = 3;

    public static async Task Run(Options options, TextWriter output)
    {
        Listener.HearAtOnce();
        byte[] subscribe = Encoding.ASCII.GetBytes($$"""{"id":1,"op":"subscribe","ch":"book","market":"{{options.Market}}","speed":"20ms"}""");
        var hearing = new Hearing();
        using Crowd crowd = await Crowd.Open(options.Url, options.Listeners, subscribe, hearing.Hear);
        await Task.Delay(TimeSpan.FromSeconds(options.Warm));
        for (int turn = 0; turn < Turns; turn++)
        {
            await Listen("alone", options, hearing, crowd, output);
            using Crowd deaf = await Crowd.Open(options.Url, options.Stalled, subscribe, hear: null);
            await Listen("beside stalled", options, hearing, crowd, output);
        }
    }

    private static async Task Listen(string how, Options options, Hearing hearing, Crowd crowd, TextWriter output)
    {
        hearing.Begin();
        await Task.Delay(TimeSpan.FromSeconds(options.Seconds));
        hearing.End();
        crowd.Check();
        Latencies late = hearing.All;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $$"""
            {"how":"{{how}}","listeners":{{options.Listeners}},"stalled":{{options.Stalled}},"framesAListenerASecond":{{(double)late.Count / options.Listeners / options.Seconds:0.0}},"p50Ms":{{late.Percentile(0.5).TotalMilliseconds:0.0}},"p99Ms":{{late.Percentile(0.99).TotalMilliseconds:0.0}},"p999Ms":{{late.Percentile(0.999).TotalMilliseconds:0.0}}}
            """));
    }
}
