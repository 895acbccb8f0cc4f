using System.Collections.Concurrent;
using Catalog.Core.Arrow;
using Catalog.Core.Values;
using FeatureStore.Serving;

namespace Catalog.Web.Http;

/// <summary>The Arrow columns of answers to lookups and the message that describes them: for hundreds of features it takes longer to write than the values. Thread-safe.</summary>
internal sealed class OnlineFeaturesSchemas
{
    /// <summary>What the name of a feature is followed by in that of its status.</summary>
    internal const string StatusSuffix = "__status";

    /// <summary>What the name of a feature is followed by in that of its event time.</summary>
    internal const string EventTimeSuffix = "__event_timestamp";

    /// <summary>Callers ask for a handful of lists of features; one that never repeats one must not fill the memory.</summary>
    private const int MostSchemas = 200;

    private static readonly ArrowType Status = new(ArrowKind.UInt8);
    private static readonly ArrowType EventTime = ArrowType.Of(new DataType(ScalarType.Timestamp));

    private readonly ConcurrentDictionary<Shape, OnlineFeaturesSchema> _known = new();

    /// <summary>The columns of an answer.</summary>
    internal OnlineFeaturesSchema Of(OnlineFeaturesResponse response)
    {
        var shape = new Shape(response.Columns);
        if (_known.TryGetValue(shape, out var known))
        {
            return known;
        }

        if (_known.Count >= MostSchemas)
        {
            _known.Clear();
        }

        var fields = Describe(response);
        return _known.GetOrAdd(shape.Copy(), new OnlineFeaturesSchema(fields, ArrowStream.WriteSchema(fields)));
    }

    private static List<ArrowField> Describe(OnlineFeaturesResponse response)
    {
        var fields = new List<ArrowField>(response.Columns.Count * 3);
        foreach (var column in response.Columns)
        {
            fields.Add(new ArrowField(column.Name, ArrowType.Of(column.Type)));
            if (column.View is not null)
            {
                fields.Add(new ArrowField(column.Name + StatusSuffix, Status));
                fields.Add(new ArrowField(column.Name + EventTimeSuffix, EventTime));
            }
        }

        return fields;
    }

    /// <summary>What decides the columns: names, types and which of them are features.</summary>
    private readonly struct Shape(IReadOnlyList<OnlineColumn> columns) : IEquatable<Shape>
    {
        private readonly IReadOnlyList<OnlineColumn> _columns = columns;

        /// <summary>The same without the values.</summary>
        internal Shape Copy() => new([.. _columns.Select(static column => column with { Values = [], Statuses = [], EventTimes = [] })]);

        public bool Equals(Shape other)
        {
            if (_columns.Count != other._columns.Count)
            {
                return false;
            }

            for (var i = 0; i < _columns.Count; i++)
            {
                var (mine, theirs) = (_columns[i], other._columns[i]);
                if (mine.Name != theirs.Name || mine.Type != theirs.Type || mine.View is null != theirs.View is null)
                {
                    return false;
                }
            }

            return true;
        }

        public override bool Equals(object? obj) => obj is Shape other && Equals(other);

        public override int GetHashCode()
        {
            var hash = new HashCode();
            for (var i = 0; i < _columns.Count; i++)
            {
                hash.Add(_columns[i].Name, StringComparer.Ordinal);
            }

            return hash.ToHashCode();
        }
    }
}

/// <summary>The columns of an answer.</summary>
/// <param name="Fields">The columns: the join keys, then for each feature its value, its status and its event time.</param>
/// <param name="Message">The message that describes them.</param>
internal sealed record OnlineFeaturesSchema(IReadOnlyList<ArrowField> Fields, byte[] Message);
