namespace Catalog.Benchmarks.Measuring;

/// <summary>Measures one thing of the product against a peer in the same run.</summary>
internal abstract class Benchmark
{
    internal abstract string Name { get; }

    /// <summary>What is measured, against what, and on which data.</summary>
    internal abstract string Description { get; }

    internal abstract Task<BenchmarkResult> RunAsync(BenchmarkSetting setting);
}

/// <summary>How to run.</summary>
/// <param name="Folder">An empty folder for everything the run needs; removed afterwards.</param>
/// <param name="Quick">Whether to end within a minute.</param>
internal sealed record BenchmarkSetting(string Folder, bool Quick);

/// <summary>What a run gave.</summary>
/// <param name="Table">The figures.</param>
/// <param name="Reading">Says what the ratio divides by what.</param>
/// <param name="Ratio">The product's figure over the peer's; above 1 the product is faster.</param>
internal sealed record BenchmarkResult(TextTable Table, string Reading, double Ratio);
