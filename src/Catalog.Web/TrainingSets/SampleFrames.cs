using System.Text;
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

    /// <summary>A frame as CSV, each row asked for now; null when a view has no key yet.</summary>
    public async Task<string?> FindAsync(TrainingSetSubject subject, CancellationToken cancellationToken)
    {
        var columns = new Dictionary<string, IReadOnlyList<Value>>(StringComparer.Ordinal);
        foreach (var (view, names) in subject.Needs.Views.OrderByDescending(static used => used.View.Entities.Count))
        {
            var found = await keys.FindAsync(view, MaxRows, cancellationToken);
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

        return columns.Count == 0 ? null : Write(columns);
    }

    private string Write(Dictionary<string, IReadOnlyList<Value>> columns)
    {
        var now = Instant.Now(clock).ToString();
        var text = new StringBuilder().AppendJoin(',', columns.Keys.Append("event_timestamp").Select(CsvField.Quote)).Append('\n');
        for (var row = 0; row < columns.Values.Max(static values => values.Count); row++)
        {
            text.AppendJoin(',', columns.Values.Select(values => CsvField.Quote(values[row % values.Count].ToString())).Append(now)).Append('\n');
        }

        return text.ToString();
    }
}
