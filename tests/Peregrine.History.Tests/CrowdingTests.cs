using System.Diagnostics;

namespace Peregrine.History.Tests;

public sealed class CrowdingTests
{
    [Fact]
    public void What_the_machine_did_not_use_is_its_idle_time_and_its_waiting_for_the_disk()
    {
        Assert.Equal((Unused: 585842 + 29010, All: 3707547L + 35581 + 585842 + 833755 + 29010 + 55355 + 2778), Crowding.Used("cpu  3707547 35581 833755 585842 29010 0 55355 2778 0 0\ncpu0 1 2 3"u8));
        Assert.Equal((Unused: 4L, All: 10L), Crowding.Used("cpu 1 2 3 4\n"u8));
    }

    [Fact]
    public void A_machine_whose_cores_are_all_busy_is_crowded()
    {
        if (!OperatingSystem.IsLinux()) return;
        bool ends = false;
        Thread[] busy = [.. Enumerable.Range(0, 2 * Environment.ProcessorCount).Select(_ => new Thread(() =>
        {
            while (!Volatile.Read(ref ends)) Thread.SpinWait(100);
        }))];
        foreach (Thread thread in busy) thread.Start();
        try
        {
            using var crowding = new Crowding();
            long start = Stopwatch.GetTimestamp();
            while (!crowding.IsThere(TimeSpan.FromHours(1)))
            {
                Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(30), "every core is busy, and it said for half a minute that one is free");
                Thread.Sleep(5);
            }
        }
        finally
        {
            Volatile.Write(ref ends, true);
            foreach (Thread thread in busy) thread.Join();
        }
    }
}
