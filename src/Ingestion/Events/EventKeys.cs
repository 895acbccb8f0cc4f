using Catalog.Core.Values;
using FeatureStore.Model;
using FeatureStore.Rows;
using Ingestion.Contracts;
using Ingestion.Model;

namespace Ingestion.Events;

/// <summary>Makes the keys of a source's events, which decide their partition: the canonical bytes of an entity key with the source's key columns. Thread-safe.</summary>
internal sealed class EventKeys(Source source)
{
    private readonly int[] _places = [.. source.Key.Select(column => SourceColumns.IndexOf(source, column))];
    private readonly Entity[] _columns = [.. source.Key.Select(column => new Entity
    {
        Name = column, JoinKey = column, Type = source.Columns[SourceColumns.IndexOf(source, column)].Type, Domain = source.Domain, Owner = source.Owner,
    })];

    /// <summary>The key of an event with these values of all columns; empty when the source has no key, or a part of it is null, so that no view can have a row of it.</summary>
    internal ReadOnlyMemory<byte> Of(ReadOnlySpan<Value> values)
    {
        if (_places.Length == 0)
        {
            return default;
        }

        var parts = new Value[_places.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] = values[_places[i]];
            if (parts[i].IsNull)
            {
                return default;
            }
        }

        return EntityKey.Create(_columns, parts).Bytes;
    }
}
