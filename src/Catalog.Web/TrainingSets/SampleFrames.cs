using System.Text;
using Catalog.Core.Errors;
using Catalog.Core.Text;
using Catalog.Core.Values;
using Catalog.Web.Examples;
using FeatureStore.Serving;

namespace Catalog.Web.TrainingSets;

/// <summary>Makes small entity frames of keys that have values. Thread-safe.</summary>
public sealed class SampleFrames(ExampleKeys keys, TimeProvider clock)
{
    /// <summary>The most rows of a sample.</summary>
    public const int MaxRows = 20;

    /// <summary>Name of the file.</summary>
    public const string FileName = "sample.csv";

    private const int ExampleRows = 3;
    private const string ExampleFileName = "entities.csv";

    /// <summary>A frame as CSV, each row asked for now; null when a view has no key yet.</summary>
    public async Task<string?> FindAsync(TrainingSetSubject subject, CancellationToken cancellationToken)
        => await FindColumnsAsync(subject, MaxRows, cancellationToken) is { Count: > 0 } columns ? Write(columns) : null;

    /// <summary>A few rows for a snippet: keys that have values, or made-up ones while there are none; each asked for now.</summary>
    public async Task<SnippetFrame> ExampleAsync(TrainingSetSubject subject, CancellationToken cancellationToken)
    {
        Dictionary<string, IReadOnlyList<Value>>? found = null;
        try
        {
            found = await FindColumnsAsync(subject, ExampleRows, cancellationToken);
        }
        catch (CatalogException)
        {
            // A page is shown also while the online store is away.
        }

        return SnippetFrame.Written(ExampleFileName, Write(found ?? MakeUpColumns(subject)));
    }

    private async Task<Dictionary<string, IReadOnlyList<Value>>?> FindColumnsAsync(TrainingSetSubject subject, int rows, CancellationToken cancellationToken)
    {
        var columns = new Dictionary<string, IReadOnlyList<Value>>(StringComparer.Ordinal);
        foreach (var (view, names) in subject.Needs.Views.OrderByDescending(static used => used.View.Entities.Count))
        {
            var found = await keys.FindAsync(view, rows, cancellationToken);
            if (found.Count == 0)
            {
                return null;
            }

            foreach (var entity in view.Entities)
            {
                columns.TryAdd(names.GetValueOrDefault(entity.JoinKey, entity.JoinKey), [.. found.Select(key => key[entity.JoinKey])]);
            }
        }

        foreach (var value in subject.Needs.Requests)
        {
            // Nothing is stored of what requests bring, so one value of the type stands for all.
            columns.TryAdd(value.Name, [MadeUpValues.Of(value.Type, Instant.Now(clock))]);
        }

        return columns;
    }

    private Dictionary<string, IReadOnlyList<Value>> MakeUpColumns(TrainingSetSubject subject)
    {
        var now = Instant.Now(clock);
        var columns = new Dictionary<string, IReadOnlyList<Value>>(StringComparer.Ordinal);
        foreach (var (name, type) in subject.Needs.Views
            .SelectMany(static used => used.View.Entities.Select(entity => (Name: used.Keys.GetValueOrDefault(entity.JoinKey, entity.JoinKey), entity.Type)))
            .Concat(subject.Needs.Requests.Select(static value => (value.Name, value.Type))))
        {
            columns.TryAdd(name, [MadeUpValues.Of(type, now)]);
        }

        return columns;
    }

    private string Write(Dictionary<string, IReadOnlyList<Value>> columns)
    {
        var now = Instant.Now(clock).ToString();
        var text = new StringBuilder().AppendJoin(',', columns.Keys.Append("event_timestamp").Select(CsvField.Quote)).Append('\n');
        for (var row = 0; row < columns.Values.Select(static values => values.Count).DefaultIfEmpty(1).Max(); row++)
        {
            text.AppendJoin(',', columns.Values.Select(values => CsvField.Quote(values[row % values.Count].ToString())).Append(now)).Append('\n');
        }

        return text.ToString();
    }
}
