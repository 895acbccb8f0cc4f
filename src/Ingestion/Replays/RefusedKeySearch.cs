using Catalog.Core.Values;
using FeatureStore.Ports;
using FeatureStore.Serving;
using Ingestion.Conversions;
using Ingestion.Files;
using Ingestion.Model;

namespace Ingestion.Replays;

/// <summary>Tells whether refused events of one source have a key. Their fields are read as each version of the source reads them. Not thread-safe.</summary>
internal sealed class RefusedKeySearch
{
    private readonly IRecordReaderFactory _readers;
    private readonly bool _isKnown;
    private readonly WantedKey[] _wanted;
    private (string Fingerprint, string[] Names)? _last;
    private string? _away;

    /// <param name="versions">The versions of the source; with none, no event can be taken apart.</param>
    /// <param name="keys">The keys; one of which a version has not all columns is had by no event of it.</param>
    /// <param name="readers">Opens the bytes of an event.</param>
    internal RefusedKeySearch(IReadOnlyList<Source> versions, IReadOnlyList<IReadOnlyList<KeyPart>> keys, IRecordReaderFactory readers)
    {
        (_readers, _isKnown) = (readers, versions.Count > 0);
        _wanted = [.. versions.SelectMany(source => keys.Select(key => WantedKey.Of(source, key))).OfType<WantedKey>()];
    }

    /// <summary>Whether the event has one of the keys; null when it cannot be taken apart.</summary>
    internal async ValueTask<bool?> HasKeyAsync(QuarantinedEvent item, CancellationToken cancellationToken)
    {
        if (!_isKnown || _away == item.Origin.Fingerprint)
        {
            return null;
        }

        var names = NamesOf(item.Origin);
        var reader = new QuarantinedRecordReader(item, _readers, names);
        await using var closing = reader.ConfigureAwait(false);
        try
        {
            await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (IngestionException)
        {
            // A registry of schemas is away; to ask it again for every event of the topic would take its time each time.
            _away = item.Origin.Fingerprint;
            return null;
        }

        return reader.Damage is not null ? null : Array.Exists(_wanted, wanted => wanted.IsIn(reader, names, item.Origin.Kind));
    }

    // Events of one origin come one after the other, so the last one is all that need be remembered.
    private string[] NamesOf(QuarantineOrigin origin)
    {
        if (_last is not { } last || last.Fingerprint != origin.Fingerprint)
        {
            _last = last = (origin.Fingerprint, origin.Kind == OriginKind.CsvFile ? [.. origin.Header] : [.. _wanted.SelectMany(wanted => wanted.NamesIn(origin.Kind)).Distinct(StringComparer.Ordinal)]);
        }

        return last.Names;
    }

    /// <summary>A key, and how a version of the source reads its columns.</summary>
    private sealed class WantedKey(Source source, SourceColumn[] columns, IReadOnlyList<KeyPart> key)
    {
        private readonly Dictionary<OriginKind, ColumnConverter[]> _converters = [];

        internal static WantedKey? Of(Source source, IReadOnlyList<KeyPart> key)
        {
            SourceColumn[] columns = [.. key.Select(part => source.Columns.FirstOrDefault(column => column.Name == part.Column)).OfType<SourceColumn>()];
            return columns.Length == key.Count ? new WantedKey(source, columns, key) : null;
        }

        internal IEnumerable<string> NamesIn(OriginKind kind) => columns.Select(column => RecordConverter.NameOf(column, kind));

        internal bool IsIn(QuarantinedRecordReader reader, string[] names, OriginKind kind)
        {
            if (!_converters.TryGetValue(kind, out var converters))
            {
                _converters[kind] = converters = [.. columns.Select(column => new ColumnConverter(column, source, kind))];
            }

            for (var i = 0; i < columns.Length; i++)
            {
                var place = Array.IndexOf(names, RecordConverter.NameOf(columns[i], kind));
                var value = place < 0 ? Value.Null : converters[i].Convert(reader.GetField(place), out _);
                if (!KeyConversion.TryConvert(value, key[i].Value.Type.Element, out var converted) || converted != key[i].Value)
                {
                    return false;
                }
            }

            return true;
        }
    }
}
