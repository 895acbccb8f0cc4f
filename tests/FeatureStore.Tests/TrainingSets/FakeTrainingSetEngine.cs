using System.Runtime.CompilerServices;
using Catalog.Core.Arrow;
using Catalog.Core.Values;
using FeatureStore.Model;
using FeatureStore.Ports;

namespace FeatureStore.Tests.TrainingSets;

/// <summary>
/// An engine whose frames are one line of comma-separated column names and whose results are two rows: enough to see what it was asked. Joins wait
/// while <see cref="Gate"/> is closed.
/// </summary>
internal sealed class FakeTrainingSetEngine : ITrainingSetEngine, ITableReader, ITableWriter
{
    private readonly List<TrainingJoin> _joins = [];

    internal IReadOnlyList<TrainingJoin> Joins => _joins;

    /// <summary>Set it to let joins go on.</summary>
    internal TaskCompletionSource Gate { get; set; } = Open();

    /// <summary>What results are made of.</summary>
    internal char Letter { get; set; } = 'x';

    /// <summary>What joins throw; null lets them end well.</summary>
    internal Exception? Failure { get; set; }

    internal static TaskCompletionSource Open()
    {
        var gate = new TaskCompletionSource();
        gate.SetResult();
        return gate;
    }

    public async Task<long> WriteAsync(ArrowReader rows, string path, CancellationToken cancellationToken)
    {
        await File.WriteAllTextAsync(path, string.Join(',', rows.Fields.Select(static field => field.Name)), cancellationToken);
        return 0;
    }

    public async Task<IReadOnlyList<TableColumn>> GetFrameColumnsAsync(FrameFile frame, CancellationToken cancellationToken)
    {
        var names = (await File.ReadAllTextAsync(frame.Path, cancellationToken)).Split('\n')[0].Split(',');
        return names is [""]
            ? throw new FeatureStoreException(FeatureStoreErrorCode.InvalidEntityFrame, "The entity frame has no header.")
            : [.. names.Select(static name => new TableColumn(name, new DataType(ScalarType.Int64)))];
    }

    public async Task<TrainingJoinResult> JoinAsync(TrainingJoin join, IProgress<TrainingJoinProgress>? progress, CancellationToken cancellationToken)
    {
        _joins.Add(join);
        if (join.Checkpoints is { } checkpoints)
        {
            Directory.CreateDirectory(checkpoints.Directory);
            await File.WriteAllTextAsync(Path.Combine(checkpoints.Directory, "kept"), "x", cancellationToken);
        }

        await Gate.Task.WaitAsync(cancellationToken);
        if (Failure is not null)
        {
            throw Failure;
        }

        progress?.Report(new TrainingJoinProgress("joining", 2, 2));
        var columns = (await GetFrameColumnsAsync(join.Frame, cancellationToken))
            .Concat(join.Views.SelectMany(static view => view.Features.Where(static feature => feature.Column is not null).Select(feature => new TableColumn(feature.Column!, view.View.Features[feature.Feature].Type))))
            .Concat(join.OnDemand.SelectMany(static view => view.Features.Select(feature => new TableColumn(feature.Column, view.Plan.Features[feature.Feature].Type))))
            .ToList();
        await File.WriteAllTextAsync(join.OutputPath, new string(Letter, columns.Count), cancellationToken);
        return new TrainingJoinResult(2, columns.Count, columns, [.. join.Views.Select(static _ => 1L)], [.. join.Views.Select(static view => view.Snapshot.Files.Sum(static file => file.RowCount))])
        {
            Costs = [.. join.Views.Select(static _ => new TrainingJoinCost { FilesRead = 2, FilesPruned = 1, RowsRead = 7, MemoryBytes = 48, SpilledBytes = 5, Time = TimeSpan.FromMilliseconds(1234.56) })],
        };
    }

    /// <summary>The frames it made: a header of their columns.</summary>
    internal List<TrainingFrame> Frames { get; } = [];

    public async Task<long> MakeFrameAsync(TrainingFrame frame, CancellationToken cancellationToken)
    {
        Frames.Add(frame);
        await File.WriteAllTextAsync(frame.Path, string.Join(',', frame.Views.SelectMany(static view => view.KeyColumns).Distinct().Append(frame.TimestampColumn)), cancellationToken);
        return 2;
    }

    public string Version { get; set; } = "engine 1";

    public Task<IReadOnlyList<ManifestColumn>> DescribeAsync(string path, IReadOnlyList<TableColumn> columns, CancellationToken cancellationToken)
        => Task.FromResult<IReadOnlyList<ManifestColumn>>([.. columns.Select(static column => new ManifestColumn { Name = column.Name, Type = column.Type, Count = 2, Nulls = 0, Distinct = 1, Min = 1, Max = 2.5 })]);

    public async Task<IReadOnlyList<long>> SplitAsync(TrainingSplit split, CancellationToken cancellationToken)
    {
        foreach (var path in split.OutputPaths)
        {
            await File.WriteAllTextAsync(path, Path.GetFileName(path), cancellationToken);
        }

        return [.. split.OutputPaths.Select(static _ => 1L)];
    }

    public Task<IArrowSource> OpenColumnsAsync(string path, CancellationToken cancellationToken) => throw new InvalidOperationException("Nobody asks.");

    public Task<IReadOnlyList<TableColumn>> GetColumnsAsync(string path, CancellationToken cancellationToken) => throw new InvalidOperationException("Nobody asks.");

    public async IAsyncEnumerable<Value[]> ReadAsync(string path, long firstRow, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var columns = (await File.ReadAllTextAsync(path, cancellationToken)).Length;
        yield return [.. Enumerable.Range(0, columns).Select(static i => Value.Of((long)i))];
        yield return [.. Enumerable.Range(0, columns).Select(static _ => Value.Null)];
    }
}
