using System.Diagnostics;
using System.Globalization;
using Catalog.Benchmarks.Measuring;
using FeatureStore.DuckDb;
using FeatureStore.DuckDb.Engine;
using FeatureStore.DuckDb.Training;
using FeatureStore.Model;
using FeatureStore.Ports;
using Microsoft.Extensions.Options;

namespace Catalog.Benchmarks.Training;

/// <summary>A training set that is built in a process of its own, so that the memory is that of nothing else.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Entities">Rows of the frame.</param>
/// <param name="History">Rows of each view.</param>
/// <param name="Keys">Keys of both.</param>
/// <param name="Views">Views.</param>
/// <param name="Features">Features of each view.</param>
internal sealed record TrainingCase(string Name, long Entities, long History, long Keys, int Views, int Features)
{
    /// <summary>The first argument of such a process; then name, contender and folder.</summary>
    internal const string Argument = "--training-case";

    internal const string Product = "product";
    internal const string Asof = "asof";

    internal const int MemoryMebibytes = 1_024;

    internal static readonly TrainingCase[] All =
    [
        new("long", 10_000_000, 10_000_000, 100_000, 5, 4), new("wide", 17_000, 34_000, 17_000, 10, 1_000), new("long-quick", 500_000, 1_000_000, 10_000, 5, 4), new("wide-quick", 2_000, 4_000, 2_000, 10, 200),
    ];

    /// <summary>Runs one contender in this process and prints seconds and peak memory.</summary>
    internal static async Task<int> RunAsync(string[] arguments)
    {
        var which = Array.Find(All, candidate => candidate.Name == arguments[0]) ?? throw new ArgumentException($"There is no case '{arguments[0]}'.", nameof(arguments));
        var (contender, folder) = (arguments[1], arguments[2]);
        using var database = Open(folder);
        using var connection = database.Connect();
        var (frame, views) = which.Write(connection, folder);
        var clock = Stopwatch.StartNew();
        if (contender == Asof)
        {
            new AsofContender(connection, folder, frame, views).Run(OutputOf(folder, Asof), inInputOrder: false);
        }
        else
        {
            var join = new TrainingJoin
            {
                Frame = new FrameFile(frame, Path.GetFileName(frame)),
                TimestampColumn = "t",
                OutputPath = OutputOf(folder, Product),
                Views = [.. views.Select(static entry => new TrainingJoinView(entry.View, entry.Snapshot, [.. entry.View.Features.Select(static (feature, i) => (i, feature.Name))], ["k0"]))],
            };
            await new DuckDbTrainingSetEngine(database).JoinAsync(join, null, CancellationToken.None);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{clock.Elapsed.TotalSeconds}\t{Machine.PeakMemory()}"));
        return 0;
    }

    internal static OfflineDatabase Open(string folder) => new(Options.Create(new DuckDbOptions { RootDirectory = folder, MemoryLimitMebibytes = MemoryMebibytes }));

    internal static string OutputOf(string folder, string contender) => Path.Combine(folder, contender + ".parquet");

    /// <summary>Writes what is not there yet.</summary>
    internal (string Frame, (FeatureView View, OfflineSnapshot Snapshot)[] Views) Write(DuckDbConnection connection, string folder)
    {
        var data = new TrainingData(connection, folder, Entities, History) { Features = Features, Keys = Keys };
        data.WriteFrame();
        return (data.Frame, [.. Enumerable.Range(0, Views).Select(i => data.WriteView(string.Create(CultureInfo.InvariantCulture, $"v{i}"), 100_000 * (i + 1)))]);
    }
}
