using System.Globalization;
using System.Text;
using System.Text.Json;
using Catalog.Core.Values;
using Ingestion.Ports;

namespace Ingestion.Changes;

/// <summary>The fields that tell of a change itself. Not thread-safe.</summary>
internal sealed class ChangeFacts(ChangeField[] fields)
{
    private static readonly byte[][] Names = ["ts_us"u8.ToArray(), "ts_ms"u8.ToArray(), "lsn"u8.ToArray(), "txId"u8.ToArray(), "schema"u8.ToArray(), "table"u8.ToArray(), "db"u8.ToArray()];

    private readonly (string Name, int Index)[] _wanted = [.. fields.Select(static (field, index) => (field, index)).Where(static pair => pair.field.Part == ChangePart.Change).Select(static pair => (pair.field.Name, pair.index))];
    private readonly RawField[] _found = new RawField[Names.Length];

    internal void Read(ChangeEnvelope envelope, PayloadFields into)
    {
        if (_wanted.Length == 0)
        {
            return;
        }

        Array.Fill(_found, new RawField(IsNull: true, Quoted: false, default));
        if (envelope.Source is { } source)
        {
            JsonRow.Read(source, Names, (int index, ref Utf8JsonReader _, in RawField field) =>
            {
                if (index >= 0)
                {
                    _found[index] = field;
                }
            });
        }

        foreach (var (name, index) in _wanted)
        {
            into.Set(index, Of(name, envelope));
        }
    }

    private RawField Of(string name, ChangeEnvelope envelope) => name switch
    {
        "op" => new RawField(IsNull: false, Quoted: true, envelope.Op),
        "commit_time" => _found[0].IsNull ? TimeOf(_found[1], 1_000) : TimeOf(_found[0], 1),
        "lsn" => _found[2],
        "transaction" => _found[3],
        "table" => _found[5].IsNull ? _found[5] : new RawField(IsNull: false, Quoted: true, Encoding.UTF8.GetBytes($"{TextOf(_found[4].IsNull ? _found[6] : _found[4])}.{TextOf(_found[5])}")),
        _ => new RawField(IsNull: true, Quoted: false, default),
    };

    private static string TextOf(RawField field) => Encoding.UTF8.GetString(field.Utf8.Span);

    private static RawField TimeOf(RawField field, long microseconds)
        => !field.IsNull && long.TryParse(field.Utf8.Span, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 253_402_300_800_000_000
            ? new RawField(IsNull: false, Quoted: true, Encoding.UTF8.GetBytes(new Instant(number * microseconds).ToString()))
            : new RawField(IsNull: true, Quoted: false, default);
}
