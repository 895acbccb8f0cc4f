using FeatureStore.DuckDb.Engine;
using FeatureStore.DuckDb.Tables;
using FeatureStore.Model;
using FeatureStore.PointInTime;
using FeatureStore.Ports;

namespace FeatureStore.DuckDb.Training;

/// <summary>Point-in-time joins: DuckDB reads, sorts, spills and writes; <see cref="PointInTimeSweep"/> decides.</summary>
internal sealed class DuckDbTrainingSetEngine(OfflineDatabase database) : ITrainingSetEngine
{

    /// <summary>Memory of one join's sweep, beside DuckDB's own. A frame that needs more is taken in slices, each reading the history again.</summary>
    internal long SweepMemoryBytes { get; init; } = database.MemoryLimitBytes / 4;

    public string Version => $"DuckDB {DuckDbDatabase.LibraryVersion}";

    public Task<IReadOnlyList<TableColumn>> GetFrameColumnsAsync(FrameFile frame, CancellationToken cancellationToken)
        => DuckDbEdge.RunAsync($"Reading the entity frame '{frame.Name}'", () => GetFrameColumns(frame, cancellationToken), cancellationToken);

    public async Task<long> MakeFrameAsync(TrainingFrame frame, CancellationToken cancellationToken)
    {
        using var range = await RangeFrame.OpenAsync(frame, database, cancellationToken).ConfigureAwait(false);
        return await DuckDbEdge.RunAsync($"Making the entity frame '{frame.Name}'", () => range.Write(cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    public async Task<TrainingJoinResult> JoinAsync(TrainingJoin join, IProgress<TrainingJoinProgress>? progress, CancellationToken cancellationToken)
    {
        CheckNames(join);
        var views = new List<ViewJoin>(join.Views.Count);
        try
        {
            progress?.Report(new TrainingJoinProgress("opening the offline files", 0, 0));
            foreach (var view in join.Views)
            {
                var history = await HistoryFiles.OpenAsync(view.View, view.Snapshot, database, cancellationToken, view.Ranges).ConfigureAwait(false);
                views.Add(new ViewJoin(view, views.Count, history));
            }

            return await DuckDbEdge.RunAsync($"Making the training set '{join.OutputPath}'", () => Join(views, join, progress, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            views.ForEach(static view => view.Dispose());
        }
    }

    public Task<IReadOnlyList<ManifestColumn>> DescribeAsync(string path, IReadOnlyList<TableColumn> columns, CancellationToken cancellationToken)
        => DuckDbEdge.RunAsync($"Describing the training set '{path}'", () => Describe(path, columns, cancellationToken), cancellationToken);

    public Task<IReadOnlyList<long>> SplitAsync(TrainingSplit split, CancellationToken cancellationToken)
        => DuckDbEdge.RunAsync($"Dividing the training set '{split.Path}'", () => Split(split, cancellationToken), cancellationToken);

    private IReadOnlyList<ManifestColumn> Describe(string path, IReadOnlyList<TableColumn> columns, CancellationToken cancellationToken)
    {
        using var connection = database.Connect();
        return TrainingSetFigures.Read(connection, path, columns, cancellationToken);
    }

    private IReadOnlyList<long> Split(TrainingSplit split, CancellationToken cancellationToken)
    {
        using var connection = database.Connect();
        return SplitFiles.Write(connection, split, ParquetSchema.Read(connection, split.Path, split.Path, cancellationToken).Columns, cancellationToken);
    }

    private IReadOnlyList<TableColumn> GetFrameColumns(FrameFile frame, CancellationToken cancellationToken)
    {
        using var connection = database.Connect();
        return ReadFrame(frame, () => FrameSource.Open(connection, frame, cancellationToken)).Columns;
    }

    private TrainingJoinResult Join(IReadOnlyList<ViewJoin> views, TrainingJoin join, IProgress<TrainingJoinProgress>? progress, CancellationToken cancellationToken)
    {
        using var space = new JoinSpace(database);
        using var connection = space.Connect();
        progress?.Report(new TrainingJoinProgress("reading the entity frame", 0, 0));
        var frame = ReadFrame(join.Frame, () => EntityFrame.Load(connection, join, cancellationToken));
        var read = views.Select(static view => view.Columns.ToArray()).ToArray();
        var onDemand = new OnDemandJoin(join.OnDemand, space);
        var given = read.SelectMany(static columns => columns).Where(static column => column.Name is not null)
            .Select(static column => (Column: new TableColumn(column.Name!, column.Type), column.Expression)); // Filtered to those that have one.
        var columns = frame.OutputColumns.Concat(given).Concat(onDemand.OutputColumns).ToArray();
        CheckCollisions(columns.Select(static column => column.Column.Name));

        // A row is done once every view is joined to it; until then each view makes its part of all rows.
        var total = frame.RowCount;
        var done = new ViewJoins(space, frame, join, views, SweepMemoryBytes, progress).Run(connection, cancellationToken);
        string[] tables = [EntityFrame.Table, .. views.SelectMany(static view => view.Tables)];
        progress?.Report(new TrainingJoinProgress("computing on-demand features", total, total));
        onDemand.Run(connection, frame, [.. read.Select(static columns => columns.Select(static column => column.Expression).ToArray())], tables, cancellationToken);

        progress?.Report(new TrainingJoinProgress("writing the training set", total, total));
        var path = Path.GetFullPath(join.OutputPath);
        var rows = TrainingSetFile.Write(space, path, columns, [.. tables, .. onDemand.Tables], total, cancellationToken);
        return new TrainingJoinResult(
            rows, new FileInfo(path).Length, [.. columns.Select(static column => column.Column)], [.. done.Select(static view => view.Matched)], [.. views.Select(view => view.CountHistory(connection, cancellationToken))])
        {
            Costs = [.. done.Select(static view => view.Cost)],
        };
    }

    private static T ReadFrame<T>(FrameFile frame, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (DuckDbException exception)
        {
            throw FrameSource.Invalid(frame.Name, FrameReasons.Of(exception.Message, Path.GetFullPath(frame.Path), frame.Name));
        }
        catch (InvalidDataException exception)
        {
            throw FrameSource.Invalid(frame.Name, $"it is no whole gzip. {exception.Message} Compress it again.");
        }
    }

    private static void CheckNames(TrainingJoin join)
    {
        if (!TrainingSetFile.CanWrite(join.OutputPath))
        {
            throw new FeatureStoreException(
                FeatureStoreErrorCode.InvalidRequest,
                $"The training set cannot be written to '{join.OutputPath}': its extension says no format that is known. Use .parquet or .csv.");
        }
    }

    /// <summary>Names that differ in case only would be one column to many readers of the result.</summary>
    private static void CheckCollisions(IEnumerable<string> names)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var name in names)
        {
            if (name.Equals(FrameSource.RowNumber, StringComparison.OrdinalIgnoreCase))
            {
                throw new FeatureStoreException(
                    FeatureStoreErrorCode.FeatureNameCollision,
                    $"The training set would have a column '{name}', the name by which the place of a row in a file is asked for. Ask for full feature names, or rename the feature.");
            }

            if (!seen.Add(name))
            {
                throw new FeatureStoreException(
                    FeatureStoreErrorCode.FeatureNameCollision,
                    $"The training set would have two columns '{name}' (case does not count). Ask for full feature names, give a view an alias, or rename the column of the entity frame.");
            }
        }
    }
}
