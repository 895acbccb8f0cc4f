using Catalog.Benchmarks.Files;
using Catalog.Benchmarks.Ingest;
using Catalog.Benchmarks.Lookup;
using Catalog.Benchmarks.Measuring;
using Catalog.Benchmarks.Serving;
using Catalog.Benchmarks.Start;
using Catalog.Benchmarks.Training;
using Catalog.Benchmarks.Windows;

if (args is [BareServer.Argument, ..])
{
    return await BareServer.RunAsync(args[1..]);
}

if (args is [TrainingCase.Argument, ..])
{
    return await TrainingCase.RunAsync(args[1..]);
}

Benchmark[] benchmarks =
[
    new IngestBenchmark(), new FileBenchmark(), new LookupBenchmark(), new ServingBenchmark(), new TrainingBenchmark(), new TrainingMemoryBenchmark(), new WindowedTrainingBenchmark(), new KernelBenchmark(), new StartBenchmark(),
];
var benchmark = args.Length > 0 ? Array.Find(benchmarks, candidate => candidate.Name == args[0]) : null;
if (benchmark is null || args.Skip(1).Any(argument => argument != "--quick"))
{
    Console.Error.WriteLine($"Usage: bench.sh ({string.Join(" | ", benchmarks.Select(candidate => candidate.Name))}) [--quick]");
    return 2;
}

var folder = Directory.CreateTempSubdirectory("catalog-bench-");
try
{
    Console.WriteLine(Machine.Describe());
    Console.WriteLine();
    Console.WriteLine(benchmark.Description);
    Console.WriteLine();
    var result = await benchmark.RunAsync(new BenchmarkSetting(folder.FullName, args.Contains("--quick")));
    Console.WriteLine(result.Table);
    Console.WriteLine(result.Reading);
    Console.WriteLine(FormattableString.Invariant($"ratio={result.Ratio:0.###}"));
    return 0;
}
finally
{
    folder.Delete(recursive: true);
}
