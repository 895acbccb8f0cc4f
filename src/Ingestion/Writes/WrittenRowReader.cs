using Catalog.Core.Values;
using FeatureStore.Rows;
using Ingestion.Contracts;
using Ingestion.Conversions;
using Ingestion.Files;
using Ingestion.Model;
using Ingestion.Ports;

namespace Ingestion.Writes;

/// <summary>Reads rows of a view, or refuses all of them. Not thread-safe.</summary>
internal sealed class WrittenRowReader
{
    private readonly WritableView _view;
    private readonly string[] _names;
    private readonly RecordConverter _converter;
    private readonly ContractChecker _bounds;
    private readonly int[] _keys;
    private readonly int _time;
    private readonly int[] _features;
    private readonly Value[] _values;
    private readonly bool[] _failed;
    private readonly RecordVerdict _verdict = new();

    internal WrittenRowReader(WritableView view, TimeSpan patternTimeout)
    {
        var shape = view.Shape;
        (_view, _names) = (view, [.. shape.Columns.Select(static column => column.Name)]);
        _converter = RecordConverter.Create(shape, OriginKind.Push, _names);
        _bounds = ContractCompiler.Compile(shape, contract: null, patternTimeout);
        _keys = [.. view.View.Entities.Select(entity => SourceColumns.IndexOf(shape, entity.JoinKey))];
        _time = SourceColumns.IndexOf(shape, shape.TimestampColumn);
        _features = [.. view.View.Features.Select(feature => SourceColumns.IndexOf(shape, feature.Name))];
        (_values, _failed) = (new Value[_names.Length], new bool[_names.Length]);
    }

    /// <summary>The rows of JSON lines.</summary>
    /// <param name="content">The lines; read to the end.</param>
    /// <param name="readers">Opens readers.</param>
    /// <param name="now">When they arrive.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="IngestionException"><see cref="IngestionErrorCode.InvalidWrite"/>: a row is none of the view; the message says why, and how many others are.</exception>
    internal async Task<IReadOnlyList<FeatureRow>> ReadAsync(Stream content, IRecordReaderFactory readers, Instant now, CancellationToken cancellationToken)
    {
        var rows = new List<FeatureRow>();
        var (refused, first) = (0, string.Empty);
        var reader = readers.OpenNdjson(content, _names);
        await using var closing = reader.ConfigureAwait(false);
        await reader.ReadHeaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (ReasonAgainst(reader, now) is not { } reason)
            {
                rows.Add(RowAt(now));
            }
            else if (refused++ == 0)
            {
                first = $"row {reader.RecordNumber}: {reason}";
            }
        }

        return refused == 0 ? rows : throw new IngestionException(
            IngestionErrorCode.InvalidWrite,
            $"Nothing was written into feature view '{_view.View.Name}', because of {first}{(refused > 1 ? $" {refused - 1} more rows are wrong, too." : string.Empty)} Correct the rows and write all of them again.");
    }

    private string? ReasonAgainst(IRawRecordReader reader, Instant now)
    {
        if (reader.Damage is { } damage)
        {
            return damage;
        }

        _verdict.Clear();
        _converter.Convert(reader, _values, _verdict.Errors, _failed);
        _bounds.Check(_values, _failed, now, _verdict);
        return _verdict.Errors is [var error, ..] ? error.Message
            : _keys.Where(key => _values[key].IsNull).FirstOrDefault(-1) is >= 0 and var key ? $"The join key '{_names[key]}' is null. Give it a value."
            : null;
    }

    private FeatureRow RowAt(Instant now)
        => new(Array.ConvertAll(_keys, key => _values[key]), _values[_time].AsInstant(), now, OnlineRowHead.WrittenDirectly, Array.ConvertAll(_features, feature => _values[feature]));
}
