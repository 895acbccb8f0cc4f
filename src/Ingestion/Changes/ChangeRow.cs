using System.Text.Json;
using Ingestion.Ports;

namespace Ingestion.Changes;

/// <summary>The fields that are read from one row of a change. Not thread-safe.</summary>
internal sealed class ChangeRow
{
    private readonly string[] _names;
    private readonly byte[][] _utf8;
    private readonly int[][] _indexes;
    private readonly Seen[] _seen;

    /// <param name="fields">All fields that are asked for.</param>
    /// <param name="part">Which of them are meant.</param>
    internal ChangeRow(ChangeField[] fields, ChangePart part)
    {
        var mine = fields.Select(static (field, index) => (field, index)).Where(pair => pair.field.Part == part).GroupBy(static pair => pair.field.Name, StringComparer.Ordinal).ToArray();
        _names = [.. mine.Select(static group => group.Key)];
        _utf8 = [.. mine.Select(static group => group.First().field.Utf8)];
        _indexes = [.. mine.Select(static group => group.Select(static pair => pair.index).ToArray())];
        _seen = new Seen[_names.Length];
    }

    private enum Seen
    {
        No,
        Told,
        Unknown,
    }

    /// <summary>Reads the fields out of a row.</summary>
    /// <param name="row">A JSON object.</param>
    /// <param name="types">What the schema says of its columns; null when there is none.</param>
    /// <param name="only">Columns that are taken; null: all.</param>
    /// <param name="fields">Receives them.</param>
    /// <param name="notesOthers">Whether columns that nobody asked for are noted.</param>
    internal void Read(ReadOnlyMemory<byte> row, DebeziumTypes? types, HashSet<string>? only, PayloadFields fields, bool notesOthers)
    {
        Array.Clear(_seen);
        JsonRow.Read(row, _utf8, (int index, ref Utf8JsonReader reader, in RawField field) =>
        {
            if (index < 0)
            {
                if (notesOthers)
                {
                    fields.AddOther(reader.GetString() ?? string.Empty);
                }
            }
            else if (DebeziumUnavailable.Is(field))
            {
                _seen[index] = Seen.Unknown;
            }
            else if (only is null || only.Contains(_names[index]))
            {
                Set(index, field, types, fields);
            }
        });
    }

    /// <summary>Takes values that a row did not tell out of the old one.</summary>
    internal void FillUnknown(ReadOnlyMemory<byte> before, DebeziumTypes? types, HashSet<string>? unchanged, PayloadFields fields)
    {
        if (FindUnknown(unchanged) is null)
        {
            return;
        }

        JsonRow.Read(before, _utf8, (int index, ref Utf8JsonReader _, in RawField field) =>
        {
            if (index >= 0 && IsUnknown(index, unchanged) && !DebeziumUnavailable.Is(field))
            {
                Set(index, field, types, fields);
            }
        });
    }

    /// <summary>A column whose value is not known; null when there is none.</summary>
    internal string? FindUnknown(HashSet<string>? unchanged)
    {
        for (var i = 0; i < _names.Length; i++)
        {
            if (IsUnknown(i, unchanged))
            {
                return _names[i];
            }
        }

        return null;
    }

    /// <summary>A column that the row did not have; null when there is none.</summary>
    internal string? FindMissing() => Array.IndexOf(_seen, Seen.No) is >= 0 and var index ? _names[index] : null;

    private bool IsUnknown(int index, HashSet<string>? unchanged) => _seen[index] == Seen.Unknown || (_seen[index] == Seen.No && unchanged?.Contains(_names[index]) == true);

    private void Set(int index, in RawField field, DebeziumTypes? types, PayloadFields fields)
    {
        _seen[index] = Seen.Told;
        var value = types is null || field.IsNull ? field : types.Convert(_names[index], field);
        foreach (var place in _indexes[index])
        {
            fields.Set(place, value);
        }
    }
}
