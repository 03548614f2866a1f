using System.Runtime.InteropServices;
using Peregrine.Bench.Replay.Workloads;
using Xunit;

namespace Peregrine.Bench.Tests;

public sealed class WorkloadTests
{
    [Fact]
    public void The_tiny_workload_is_the_recorded_file_byte_for_byte()
    {
        var made = WorkloadGenerator.Generate(WorkloadSpec.Named("tiny"));
        byte[] recorded = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "golden", "books", "tiny.bin"));
        Assert.Equal(recorded, MemoryMarshal.AsBytes(made.AsSpan()).ToArray());
    }

    [Fact]
    public void The_first_draws_are_those_of_Python()
    {
        // >>> r = random.Random(42); r.random(), r.random()
        var random = new PythonRandom(42);
        Assert.Equal(0.6394267984578837, random.Draw());
        Assert.Equal(0.025010755222666936, random.Draw());
    }

    [Theory]
    [InlineData("w1", 3_000_000)]
    [InlineData("w2", 3_000_000)]
    public void The_measured_workloads_are_known_by_name(string name, int records)
    {
        WorkloadSpec spec = WorkloadSpec.Named(name);
        Assert.Equal((name, records, 64), (spec.Name, spec.Records, spec.Sha256.Length));
    }
}
