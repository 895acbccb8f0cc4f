using Catalog.Core.Values;
using FeatureStore.Model;
using Ingestion.Contracts;
using Ingestion.Ports;

namespace Ingestion.Events;

/// <summary>
/// Finds columns of a source in its events, whichever version of the source wrote them. What an older version did not have, or had with another type, is null. Not thread-safe.
/// </summary>
/// <param name="sources">The sources.</param>
/// <param name="source">Name of the source.</param>
/// <param name="reads">The columns, with the types that they must have.</param>
/// <param name="reader">Who reads them, for messages.</param>
internal sealed class EventColumns(ISourceRegistry sources, string source, IReadOnlyList<ViewInput> reads, string reader)
{
    private readonly Dictionary<int, int[]> _places = [];

    /// <summary>The place of each column in the events of a version; -1 where there is none.</summary>
    /// <exception cref="IngestionException"><see cref="IngestionErrorCode.SourceNotFound"/>: the version is not known.</exception>
    internal int[] PlacesIn(int version) => _places.TryGetValue(version, out var known) ? known : _places[version] = Find(version);

    /// <summary>The values in some places of an event.</summary>
    internal static Value[] Pick(ReadOnlySpan<Value> values, ReadOnlySpan<int> places)
    {
        var picked = new Value[places.Length];
        Pick(values, places, picked);
        return picked;
    }

    /// <summary>Copies the values in some places of an event.</summary>
    internal static void Pick(ReadOnlySpan<Value> values, ReadOnlySpan<int> places, Span<Value> picked)
    {
        for (var i = 0; i < places.Length; i++)
        {
            picked[i] = Pick(values, places[i]);
        }
    }

    /// <summary>The value in a place of an event; null where there is none.</summary>
    internal static Value Pick(ReadOnlySpan<Value> values, int place) => place < 0 || place >= values.Length ? Value.Null : values[place];

    private int[] Find(int version)
    {
        var written = sources.FindSource(source, version) ?? throw new IngestionException(
            IngestionErrorCode.SourceNotFound,
            $"Events for '{reader}' were written by version '{version}' of source '{source}', which the catalogue does not know. Restore the catalogue's database that belongs to this log.");
        return [.. reads.Select(read => SourceColumns.IndexOf(written, read.Column) is >= 0 and var place && written.Columns[place].Type == read.Type ? place : -1)];
    }
}
