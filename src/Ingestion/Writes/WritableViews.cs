using Catalog.Core.Values;
using FeatureStore.Model;
using FeatureStore.Ports;
using Ingestion.Model;
using Ingestion.Ports;

namespace Ingestion.Writes;

/// <summary>Finds the views that take rows without events. Thread-safe.</summary>
internal sealed class WritableViews(IFeatureRegistry views, ISourceRegistry sources)
{
    // Feast's clients call the event time so, whatever it is called in the source.
    private const string FeastTime = "event_timestamp";

    /// <summary>The view of that name.</summary>
    /// <param name="name">The view.</param>
    /// <param name="columns">Names of the columns that its rows come with; those it does not need are passed over. Null where there is no row.</param>
    /// <param name="where">What the columns are in, in words.</param>
    /// <exception cref="FeatureStore.FeatureStoreException">There is no such view.</exception>
    /// <exception cref="IngestionException"><see cref="IngestionErrorCode.InvalidWrite"/>: it takes no rows, or a column is missing.</exception>
    internal WritableView Find(string name, IReadOnlyCollection<string>? columns, string where)
    {
        if (views.FindView(name) is null && views.FindOnDemandView(name) is not null)
        {
            throw Invalid($"Rows cannot be written into the on-demand feature view '{name}': its features are computed when they are looked up. Write the feature views that they are computed from.");
        }

        var view = views.RequireView(name);
        CheckKind(view);
        var shape = ShapeOf(view, TimeIn(view, columns ?? []), sources.FindSource(view.Source));
        if (columns is not null && shape.Columns.FirstOrDefault(column => !columns.Contains(column.Name)) is { } missing)
        {
            throw Invalid($"Column '{missing.Name}' is not in {where}. A row of feature view '{name}' has all of {string.Join(", ", shape.Columns.Select(static column => $"'{column.Name}'"))}.");
        }

        return new WritableView(view, shape);
    }

    private static void CheckKind(FeatureView view)
    {
        if (view.Features.FirstOrDefault(static feature => feature.Aggregation is not null) is { } aggregate)
        {
            throw Invalid(
                $"Rows cannot be written into feature view '{view.Name}': '{aggregate.Name}' is an aggregate over a window, whose value follows from events and changes as time goes by. Push events into its source '{view.Source}'.");
        }

        if (!view.Online)
        {
            throw Invalid($"Rows cannot be written into feature view '{view.Name}': it is not kept online. Set 'online: true' in the view.");
        }
    }

    private static string TimeIn(FeatureView view, IReadOnlyCollection<string> columns)
        => columns.Contains(view.TimestampColumn) || !columns.Contains(FeastTime) ? view.TimestampColumn : FeastTime;

    private static Source ShapeOf(FeatureView view, string time, Source? source)
    {
        SourceColumn[] columns =
        [
            .. view.Entities.Select(static entity => ColumnOf(entity.JoinKey, entity.Type)), ColumnOf(time, new DataType(ScalarType.Timestamp)),
            .. view.Features.Select(static feature => ColumnOf(feature.Name, feature.Type)),
        ];
        if (columns.GroupBy(static column => column.Name).FirstOrDefault(static group => group.Distinct().Count() > 1) is { } twice)
        {
            throw Invalid($"Rows cannot be written into feature view '{view.Name}': '{twice.Key}' names columns of the types {string.Join(", ", twice.Select(static column => $"'{column.Type}'").Distinct())}. Rename the feature.");
        }

        return new Source
        {
            Name = view.Source,
            Version = 1,
            Domain = view.Domain,
            Owner = view.Owner,
            Format = FileFormat.Ndjson,
            Columns = [.. columns.Distinct()],
            TimestampColumn = time,
            EarliestEventTime = source?.EarliestEventTime,
            MaxAhead = source?.MaxAhead,
        };
    }

    /// <summary>Whole numbers may have a zero fraction, since data frames write them so where others of the column are null.</summary>
    private static SourceColumn ColumnOf(string name, DataType type) => new()
    {
        Name = name,
        From = name,
        Type = type,
        Conversion = type is { IsList: false, Element: ScalarType.Int32 or ScalarType.Int64 } ? Conversion.WholeFromDecimal : Conversion.None,
    };

    private static IngestionException Invalid(string message) => new(IngestionErrorCode.InvalidWrite, message);
}
