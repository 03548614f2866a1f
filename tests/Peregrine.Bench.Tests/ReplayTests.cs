using Peregrine.Bench.Replay.Workloads;
using Xunit;

namespace Peregrine.Bench.Tests;

public sealed class ReplayTests
{
    [Fact]
    public void A_workload_can_be_made_and_replayed_by_every_engine()
    {
        string folder = Directory.CreateTempSubdirectory("peregrine-bench").FullName;
        try
        {
            Assert.Equal(0, Started.With<PythonRandom>("--make", "tiny", folder));
            Assert.Equal(0, Started.With<PythonRandom>(Path.Combine(folder, "tiny.bin"), "--runs", "1"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_stream_that_gives_other_trades_is_refused()
    {
        string folder = Directory.CreateTempSubdirectory("peregrine-bench").FullName;
        try
        {
            Assert.Equal(0, Started.With<PythonRandom>("--make", "tiny", folder));
            string path = Path.Combine(folder, "tiny.bin");
            byte[] bytes = File.ReadAllBytes(path);
            bytes[^8]++;   // the size of the last order
            File.WriteAllBytes(path, bytes);
            Assert.Equal(1, Started.With<PythonRandom>(path, "--engine", "book", "--runs", "1"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
